//! What surrounds every page: the head, the header.

use std::sync::{Arc, LazyLock};

use hydration_context::SsrSharedContext;
use leptos::{
    either::{Either, EitherOf3},
    html,
    prelude::*,
};

use crate::{
    domain::{Shortcuts, Theme, User},
    server::http::assets,
};

pub(super) struct Document<'a> {
    pub title: &'a str,
    pub nonce: &'a str,
    pub person: Option<&'a User>,
    /// The path, to mark the link that leads here.
    pub path: &'a str,
    pub theme: Theme,
    pub scripts: Scripts,
}

/// What runs on a page. Only islands load WebAssembly.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    None,
    /// The buttons beside fields for passwords.
    ShowPassword,
    /// The list of tasks, with its keys or without.
    List(Shortcuts),
}

/// The whole page as HTML.
pub(super) fn render<V: IntoView + 'static>(document: &Document<'_>, main: impl FnOnce() -> V) -> String {
    // Islands ask it whether what they hold is to be woken.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| whole(document, main()).to_html());
    owner.cleanup();
    html
}

/// A part of a page, without what surrounds it.
pub(super) fn piece<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.cleanup();
    html
}

fn whole<V: IntoView + 'static>(document: &Document<'_>, main: V) -> impl IntoView + use<V> {
    let is_front = document.path == "/";
    let title = if is_front { document.title.to_owned() } else { format!("{} · Cubby", document.title) };
    view! {
        <!DOCTYPE html>
        <html lang="en" data-front=is_front data-theme=document.theme.chosen()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=document.theme.chosen().unwrap_or("light dark") />
                {ground(document.theme)}
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/site.webmanifest" />
                <link rel="stylesheet" href=assets::PATHS.css.as_str() />
                {match document.scripts {
                    Scripts::None => EitherOf3::A(()),
                    Scripts::ShowPassword => EitherOf3::B(script(document.nonce, SHOW_PASSWORD)),
                    Scripts::List(shortcuts) => EitherOf3::C((wake(document.nonce), list(document.nonce, shortcuts))),
                }}
            </head>
            <body>
                <a class="unseen skip button" href="#main">"Skip to content"</a>
                {header(document)}
                {main}
            </body>
        </html>
    }
}

/// The colour of the ground, for what the browser draws around the page.
fn ground(theme: Theme) -> impl IntoView {
    let meta = |colour: &'static str, media: Option<&'static str>| {
        html::meta().name("theme-color").content(colour).attr("media", media)
    };
    let (light, dark) = ("#f2f5f2", "#121815");
    match theme {
        Theme::System => EitherOf3::A((
            meta(light, Some("(prefers-color-scheme: light)")),
            meta(dark, Some("(prefers-color-scheme: dark)")),
        )),
        Theme::Light => EitherOf3::B(meta(light, None)),
        Theme::Dark => EitherOf3::C(meta(dark, None)),
    }
}

fn script(nonce: &str, text: &'static str) -> impl IntoView + use<> {
    view! { <script type="module" nonce=nonce.to_owned() inner_html=text></script> }
}

/// Our own tags: those of Leptos look for files beside the program, and write the nonce where it can be read.
fn wake(nonce: &str) -> impl IntoView + use<> {
    let assets = &*assets::PATHS;
    view! {
        <link rel="modulepreload" href=assets.islands.as_str() />
        <script type="module" nonce=nonce.to_owned() data-islands=assets.islands.as_str() data-wasm=assets.wasm.as_str() inner_html=START.as_str()></script>
    }
}

/// What finds tasks without a page load, what keeps the list still, and what makes keys act.
fn list(nonce: &str, shortcuts: Shortcuts) -> impl IntoView + use<> {
    let assets = &*assets::PATHS;
    let script = |path: &'static str| view! { <script type="module" nonce=nonce.to_owned() src=path></script> };
    (
        script(assets.find.as_str()),
        script(assets.compose.as_str()),
        shortcuts.are_on().then(|| script(assets.keyboard.as_str())),
    )
}

/// Shows the button beside each password, and what was typed while it is pressed.
const SHOW_PASSWORD: &str = include_str!("show_password.js");
/// Wakes the islands of a page. Until then, and where it never runs, every form on the page works by itself. Comments stay behind.
static START: LazyLock<String> = LazyLock::new(|| {
    include_str!("start.js").lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
});

fn header(document: &Document<'_>) -> impl IntoView + use<> {
    match document.person {
        None => Either::Left(view! {
            <header class="header out page">
                <a class="brand" href="/" aria-label="Cubby">{mark()}<span>"Cubby"</span></a>
            </header>
        }),
        Some(person) => Either::Right(view! {
            <header class="header page">
                <a class="brand" href="/tasks" aria-label="Cubby">{mark()}<span>"Cubby"</span></a>
                <nav aria-label="You">
                    <span class="person soft" dir="auto">{person.called().to_owned()}</span>
                    <a class="button plain" href="/account" aria-current=(document.path == "/account").then_some("page")>"Account"</a>
                    <form method="post" action="/fn/sign_out"><button class="button plain">"Sign out"</button></form>
                </nav>
            </header>
        }),
    }
}

fn mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M26.5 11.25v-.5a6.25 6.25 0 0 0-6.25-6.25h-8.5A6.25 6.25 0 0 0 5.5 10.75v10.5a6.25 6.25 0 0 0 6.25 6.25h8.5a6.25 6.25 0 0 0 6.25-6.25v-.5"></path>
            <circle cx="16" cy="20.75" r="3.375"></circle>
        </svg>
    }
}
