//! Guessing passwords: how often, from where, and who is not bothered by it.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use cubby::{
    domain::{Email, Error, User, UserId},
    server::{
        auth::{better_auth, caller::Caller, token::Audience},
        store::archive::{self, Newcomer, Try},
    },
};

use crate::{
    at_once::at_once,
    browser::Page,
    test_app::{PASSWORD, TestApp},
};

const WRONG: &str = "not-her-password";
const MINUTE: Duration = Duration::from_mins(1);

/// How long the page says that one has to wait.
#[track_caller]
fn waits(page: &Page) -> u64 {
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds = page.header("retry-after").unwrap().parse().unwrap();
    page.shows(&format!("Too many attempts. Try again in {seconds} seconds"));
    seconds
}

#[tokio::test]
async fn after_five_failures_each_wait_is_twice_as_long() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for _ in 0..5 {
        assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    for wait in [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600] {
        let page = app.browser().tries("ann", PASSWORD).await;
        assert!(waits(&page).abs_diff(wait) <= 1, "the right password waits as well");
        assert!(page.field("email").contains("value=\"ann@example.com\""));
        assert!(page.set_cookies().is_empty());
        app.passes(Duration::from_secs(wait));
        assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    app.passes(Duration::from_hours(1));
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn an_email_without_an_account_is_counted_alike() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let mut courses = Vec::new();
    for name in ["ann", "nobody", "not an email "] {
        let mut course = Vec::new();
        for _ in 0..7 {
            let page = app.browser().tries(name, WRONG).await;
            let text = page.without_nonce().replace(&format!("{name}@example.com"), "");
            course.push((page.status, page.header("retry-after").map(str::to_owned), text));
        }
        courses.push(course);
    }
    assert_eq!(courses[0][5].0, StatusCode::TOO_MANY_REQUESTS);
    for course in &courses[1..] {
        for (one, other) in course.iter().zip(&courses[0]) {
            assert_eq!((one.0, one.1.is_some()), (other.0, other.1.is_some()));
        }
        assert_eq!(course[0], courses[0][0]);
    }
}

#[tokio::test]
async fn a_siege_bothers_neither_its_victim_nor_anybody_else() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await.at("198.51.100.1");
    ann.submits("/fn/sign_out", &[]).await;
    let mut refused = 0;
    for number in 0..1_000_u32 {
        let address = format!("203.{}.{}.7", number / 250, number % 250);
        let page = app.browser().at(&address).tries("ann", WRONG).await;
        refused += usize::from(page.status == StatusCode::TOO_MANY_REQUESTS);
        if number == 500 {
            assert_eq!(ann.tries("ann", PASSWORD).await.location(), Some("/tasks"), "at the first try");
            assert_eq!(bob.opens("/tasks").await.status, StatusCode::OK);
        }
        app.passes(Duration::from_millis(100));
    }
    assert!(refused > 990, "{refused}");
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
    ann.submits("/fn/sign_out", &[]).await;
    assert_eq!(ann.tries("ann", PASSWORD).await.location(), Some("/tasks"));
    assert_eq!(app.browser().at("198.51.100.2").tries("bob", PASSWORD).await.location(), Some("/tasks"));
    waits(&app.browser().at("198.51.100.3").tries("ann", PASSWORD).await);
}

#[tokio::test]
async fn a_known_browser_may_fail_ten_times_an_hour() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await.at("203.0.113.7");
    ann.submits("/fn/sign_out", &[]).await;
    for _ in 0..10 {
        assert_eq!(ann.tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
        app.passes(MINUTE);
    }
    assert!(waits(&ann.tries("ann", PASSWORD).await).abs_diff(50 * 60) <= 1);
    // Its failures were nobody else's.
    assert_eq!(app.browser().at("203.0.113.7").tries("ann", PASSWORD).await.location(), Some("/tasks"));
    app.passes(MINUTE * 50);
    assert_eq!(ann.tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn what_a_browser_is_known_by_is_good_for_its_own_account_alone() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let mallory = app.signed_up("mallory").await;
    for _ in 0..5 {
        app.browser().tries("ann", WRONG).await;
    }
    let own = mallory.cookies["cubby-device"].clone();
    let session = mallory.cookies["cubby"].clone();
    let [head, claims, signature] = own.split('.').collect::<Vec<_>>().try_into().unwrap();
    for device in [
        own.clone(),
        session,
        format!("{head}.{claims}."),
        format!("{head}.{}.{signature}", claims.to_lowercase()),
        "~".repeat(4_000),
        format!("{own}~{own}~{own}~{own}~{own}"),
        String::new(),
    ] {
        let mut browser = app.browser();
        browser.cookies.insert("cubby-device".into(), device);
        waits(&browser.tries("ann", PASSWORD).await);
    }
    // And it opens nothing.
    let mut browser = app.browser();
    browser.cookies.insert("cubby".into(), own);
    assert_eq!(browser.opens("/tasks").await.location(), Some("/signin?next=%2Ftasks"));
}

#[tokio::test]
async fn a_browser_is_known_to_everybody_who_signs_in_with_it() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    app.signed_up("bob").await;
    let mut family = app.browser();
    for name in ["ann", "bob", "ann"] {
        family.tries(name, PASSWORD).await;
        family.submits("/fn/sign_out", &[]).await;
    }
    for name in ["ann", "bob"] {
        for _ in 0..5 {
            app.browser().tries(name, WRONG).await;
        }
        waits(&app.browser().tries(name, PASSWORD).await);
        assert_eq!(family.tries(name, PASSWORD).await.location(), Some("/tasks"), "{name}");
        family.submits("/fn/sign_out", &[]).await;
    }
}

#[tokio::test]
async fn an_address_may_fail_twenty_times_and_once_more_every_thirty_seconds() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for network in ["203.0.113.7", "2001:db8::"] {
        let is_v6 = network.contains(':');
        let address = |number: u32| if is_v6 { format!("{network}{number:x}") } else { network.to_owned() };
        for number in 0..20 {
            let page = app.browser().at(&address(number)).tries(&format!("{is_v6}{number}"), WRONG).await;
            assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        }
        assert!(waits(&app.browser().at(&address(21)).tries("ann", PASSWORD).await) <= 30);
        let elsewhere = if is_v6 { "2001:db8:0:1::1" } else { "203.0.113.8" };
        assert_eq!(app.browser().at(elsewhere).tries("ann", PASSWORD).await.location(), Some("/tasks"));
        app.passes(Duration::from_secs(30));
        // Who is right gives no try away.
        for _ in 0..3 {
            assert_eq!(app.browser().at(&address(22)).tries("ann", PASSWORD).await.location(), Some("/tasks"));
        }
        assert_eq!(app.browser().at(&address(23)).tries("eve", WRONG).await.status, StatusCode::UNAUTHORIZED);
        waits(&app.browser().at(&address(24)).tries("ann", PASSWORD).await);
    }
}

#[tokio::test]
async fn behind_a_proxy_that_is_not_named_nobody_locks_out_the_others() {
    let app = TestApp::start_with(&["--address-tries", "2"]).await;
    app.signed_up("ann").await;
    for number in 0..6 {
        assert_eq!(app.browser().tries(&format!("eve{number}"), WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn a_named_proxy_says_who_asks_and_a_stranger_does_not() {
    let app = TestApp::start_with(&["--address-tries", "2", "--trusted-proxies", "127.0.0.1, 10.0.0.0/8"]).await;
    app.signed_up("ann").await;
    let from = async |peer: &str, said: &str, name: &str| {
        let body = crate::browser::form(&[("email", &format!("{name}@example.com")), ("password", WRONG)]);
        let headers = [
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-for", said),
        ];
        app.browser().at(peer).sends(axum::http::Method::POST, "/fn/sign_in", &headers, body).await.status.as_u16()
    };
    // What stands to the left of the proxy's own word is anybody's.
    assert_eq!(from("127.0.0.1", "1.1.1.1, 203.0.113.7", "a").await, 401);
    assert_eq!(from("127.0.0.1", "2.2.2.2, 203.0.113.7, 10.0.0.5", "b").await, 401);
    assert_eq!(from("127.0.0.1", "3.3.3.3, 203.0.113.7", "c").await, 429);
    assert_eq!(from("127.0.0.1", "203.0.113.8", "d").await, 401);
    // Loopback counts where a proxy names it.
    for (name, status) in [("e", 401), ("f", 401), ("g", 429)] {
        assert_eq!(from("127.0.0.1", "127.0.0.1", name).await, status);
    }
    // A stranger's header is not read.
    for (said, name, status) in [("4.4.4.4", "h", 401), ("5.5.5.5", "i", 401), ("6.6.6.6", "j", 429)] {
        assert_eq!(from("198.51.100.9", said, name).await, status);
    }
}

#[tokio::test]
async fn one_address_makes_sixty_accounts_an_hour() {
    let app = TestApp::start().await;
    let makes = async |number: u32, address: &str| {
        let email = format!("person{number}@example.com");
        app.browser().at(address).submits("/fn/sign_up", &[("email", &email), ("password", PASSWORD)]).await
    };
    for number in 0..30 {
        assert_eq!(makes(number, "203.0.113.7").await.status, StatusCode::SEE_OTHER);
        // To ask whether somebody has an account counts as well.
        assert_eq!(makes(number, "203.0.113.7").await.status, StatusCode::CONFLICT);
    }
    let page = makes(30, "203.0.113.7").await;
    assert!(waits(&page) <= 3_600);
    assert!(page.field("email").contains("value=\"person30@example.com\""));
    waits(&makes(0, "203.0.113.7").await);
    assert_eq!(makes(30, "203.0.113.8").await.status, StatusCode::SEE_OTHER);
    app.passes(Duration::from_hours(1));
    assert_eq!(makes(31, "203.0.113.7").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_typed_wrongly_makes_no_account_and_is_not_counted() {
    let app = TestApp::start_with(&["--signups-per-hour", "1"]).await;
    let mut ann = app.browser().at("203.0.113.7");
    for _ in 0..3 {
        let page = ann.submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", "short")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = ann.submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}

/// Counted before it is hashed: many at the same moment are as many one after the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_at_the_same_moment_get_no_more_tries_than_one() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let pages = at_once(std::array::from_fn::<_, 16, _>(|_| async { app.browser().tries("ann", WRONG).await }));
    let pages = Box::pin(pages).await;
    let looked_at = pages.iter().filter(|page| page.status == StatusCode::UNAUTHORIZED).count();
    assert_eq!(looked_at, 5);
}

#[tokio::test]
async fn being_right_is_never_counted_and_forgets_what_went_wrong_before() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for _ in 0..12 {
        assert_eq!(app.browser().at("203.0.113.7").tries("ann", PASSWORD).await.location(), Some("/tasks"));
    }
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
    }
}

#[tokio::test]
async fn starting_anew_forgets_no_failure() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for _ in 0..5 {
        app.browser().tries("ann", WRONG).await;
    }
    let app = app.restarted().await;
    waits(&app.browser().tries("ann", PASSWORD).await);
}

#[tokio::test]
async fn the_numbers_are_settings() {
    let flags = ["--account-tries", "1", "--account-wait-seconds", "7", "--account-max-wait-seconds", "10"];
    let app = TestApp::start_with(&[&flags[..], &["--browser-tries-per-hour", "2"]].concat()).await;
    let mut ann = app.signed_up("ann").await;
    app.browser().tries("ann", WRONG).await;
    for wait in [7, 10, 10] {
        assert!(waits(&app.browser().tries("ann", WRONG).await).abs_diff(wait) <= 1);
        app.passes(Duration::from_secs(wait));
        assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    for _ in 0..2 {
        assert_eq!(ann.tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    waits(&ann.tries("ann", PASSWORD).await);
}

/// A program has no device cookie; what it tries counts as an unknown browser's.
#[tokio::test]
async fn a_program_is_an_unknown_browser() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let caller = Caller::program(&HeaderMap::new(), &axum::http::Extensions::new());
    let accounts = &app.state.accounts;
    let now = app.state.clock.now();
    for _ in 0..5 {
        let refused = accounts.sign_in(Audience::Api, &caller, "ann@example.com", WRONG, now).await;
        assert_eq!(refused.err(), Some(Error::InvalidCredentials));
    }
    let refused = accounts.sign_in(Audience::Api, &caller, "ann@example.com", PASSWORD, now).await;
    assert_eq!(refused.err(), Some(Error::TooManyAttempts { seconds: 30 }));
    waits(&app.browser().tries("ann", PASSWORD).await);
}

/// A flood of passwords that is too much for the cores is no load on the database.
#[tokio::test]
async fn what_finds_no_place_in_the_queue_writes_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let before = app.written();
    let places: Vec<_> = std::iter::from_fn(|| app.hasher.place().ok()).collect();
    let fields = [("email", "eve@example.com"), ("password", PASSWORD)];
    for page in [
        app.browser().at("203.0.113.7").tries("ann", WRONG).await,
        app.browser().at("203.0.113.7").submits("/fn/sign_up", &fields).await,
        ann.submits("/fn/delete_account", &[("current_password", WRONG), ("confirm", "DELETE")]).await,
    ] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.header("retry-after").is_some());
    }
    assert!(app.written() == before);
    drop(places);
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

/// Each of them hashes the old password anew; only one can be the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_old_hash_is_made_anew_by_many_sign_ins_at_once() {
    let app = TestApp::start().await;
    // Made by Node's `crypto.scryptSync`, of the password of all tests.
    let old = "000102030405060708090a0b0c0d0e0f:1903b6e83ea872f9dd26a170f59a136027b5372647a3e9cba5483c696d8a87a5a9a600022930975208efbe0b0fccdaf7355227545037eaacf43bcddd60e1a973";
    let now = app.state.clock.now();
    let newcomer = Newcomer {
        user: User {
            id: UserId::new("019a0000-0000-7000-8000-000000000001".parse().unwrap()),
            email: Email::parse("ann@example.com").unwrap(),
            name: None,
        },
        password_hash: better_auth::stored(old).unwrap(),
        created_at: now,
        tasks: Vec::new(),
    };
    archive::admit(&app.state.db, &[newcomer], Try::Real, now).await.unwrap();
    let pages = at_once(std::array::from_fn::<_, 4, _>(|_| async { app.browser().tries("ann", PASSWORD).await }));
    for page in Box::pin(pages).await {
        assert_eq!(page.location(), Some("/tasks"), "{} {:?}", page.status, page.headers);
    }
}

#[tokio::test]
async fn whoever_was_right_is_signed_in_also_where_the_counter_cannot_be_settled() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    app.refuses("update on tries", "new.count < old.count").await;
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}
