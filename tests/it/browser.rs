//! A browser without JavaScript, as far as tests need one: it keeps cookies, sends what browsers send, follows nothing.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
};

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};

use crate::test_app::TestApp;

pub struct Browser<'a> {
    app: &'a TestApp,
    pub cookies: BTreeMap<String, String>,
    pub address: IpAddr,
    pub agent: String,
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// An answer, read whole.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: BTreeMap::new(), address: Ipv4Addr::LOCALHOST.into(), agent: FIREFOX.to_owned() }
    }

    /// The same browser, somewhere in the world.
    pub fn at(mut self, address: &str) -> Self {
        self.address = address.parse().unwrap();
        self
    }

    /// The same browser, but for its name.
    pub fn called(mut self, agent: &str) -> Self {
        agent.clone_into(&mut self.agent);
        self
    }

    /// The same person's cookies in another browser.
    pub fn copied(&self) -> Browser<'a> {
        Browser { app: self.app, cookies: self.cookies.clone(), address: self.address, agent: self.agent.clone() }
    }

    pub async fn opens(&mut self, path: &str) -> Page {
        self.sends(Method::GET, path, &[(header::ACCEPT.as_str(), "text/html")], String::new()).await
    }

    /// Posts a form as a browser does.
    pub async fn submits(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let headers = [
            ("accept", "text/html,application/xhtml+xml"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.sends(Method::POST, path, &headers, form(fields)).await
    }

    /// Calls a server function as an island does.
    pub async fn calls(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.sends(Method::POST, path, &headers, form(fields)).await
    }

    pub async fn sends(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "cubby.test")
            .header(header::USER_AGENT, &self.agent)
            .extension(ConnectInfo(std::net::SocketAddr::new(self.address, 40_000)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let page = Page::read(self.app.send(request.body(Body::from(body)).unwrap()).await).await;
        for cookie in page.set_cookies() {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }

    /// Tries a password for an account of `example.com`.
    pub async fn tries(&mut self, name: &str, password: &str) -> Page {
        let email = format!("{name}@example.com");
        self.submits("/fn/sign_in", &[("email", &email), ("password", password)]).await
    }

    pub async fn adds(&mut self, title: &str) -> String {
        let page = self.calls("/fn/add_task", &[("title", title)]).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let done: serde_json::Value = serde_json::from_str(&page.text).unwrap();
        done["task"]["id"].as_str().unwrap().to_owned()
    }

    /// The titles on the page, from the top.
    pub async fn sees_tasks(&mut self, path: &str) -> Vec<String> {
        let page = self.opens(path).await;
        assert_eq!(page.status, StatusCode::OK);
        page.titles()
    }
}

impl Page {
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Self { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&body).into_owned() }
    }

    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap())
    }

    pub fn set_cookies(&self) -> Vec<String> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
    }

    /// The cookie of this name, as it was set.
    #[track_caller]
    pub fn set_cookie(&self, name: &str) -> String {
        let prefix = format!("{name}=");
        self.set_cookies().into_iter().find(|cookie| cookie.starts_with(&prefix)).expect("the cookie is set")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn shows(&self, words: &str) {
        assert!(self.text.contains(words), "{words:?} is not on the page:\n{}", self.text);
    }

    #[track_caller]
    pub fn hides(&self, words: &str) {
        assert!(!self.text.contains(words), "{words:?} is on the page");
    }

    /// The page without what no two answers share.
    pub fn without_nonce(&self) -> String {
        let policy = self.header("content-security-policy").unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        self.text.replace(nonce, "")
    }

    /// What each row's link says, decoded as far as tests write it.
    pub fn titles(&self) -> Vec<String> {
        self.text
            .split("aria-label=\"Edit ")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .filter(|(title, _)| *title != "task")
            .map(|(title, _)| {
                title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
            })
            .collect()
    }

    /// The value of the hidden field of this name.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let value = self.field(name).split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        value.replace("&amp;", "&")
    }

    /// The input, textarea or select of this name, as its opening tag.
    #[track_caller]
    pub fn field(&self, name: &str) -> &str {
        let at = self.text.find(&format!(" name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}"));
        let from = self.text[..at].rfind('<').unwrap();
        let to = at + self.text[at..].find('>').unwrap();
        &self.text[from..to]
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
