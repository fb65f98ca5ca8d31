//! The floors of the house: a file names only files on lower floors. And where a few words may stand.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// From the ground up. Rooms in one row are neighbours: they do not name each other.
const FLOORS: &[&[&str]] = &[
    &["domain"],
    &["server/clock", "server/config", "server/problem", "server/random"],
    &["server/metrics"],
    &["server/store", "server/http"],
    &["server/auth", "server/archive", "server/kept"],
    &["server/state", "server/security"],
    &["server/command"],
    &["web/json"],
    &["web/attempt"],
    &["web/components", "web/server_fns", "server/api"],
    &["web/islands"],
    &["web/pages"],
    &["web/form_post"],
    &["web/kept_form"],
    &["app"],
    &["startup"],
];

/// A map of a folder: it lists what is in it and names nothing else.
const MAPS: &[&str] = &["lib", "web", "server", "main"];

const MAX_LINES: usize = 300;

#[test]
fn a_file_names_only_files_on_lower_floors() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(here) = floor(&file) else {
            assert!(MAPS.contains(&file.as_str()), "{file} is on no floor");
            continue;
        };
        for path in named(&file, &text) {
            let Some(there) = floor(&path) else { continue };
            let same_room = room(&file) == room(&path);
            if !same_room && there >= here {
                wrong.push(format!("{file} names {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_within_a_room_do_not_name_each_other_in_a_circle() {
    let files = sources();
    let names: BTreeMap<String, Vec<String>> = files
        .iter()
        .map(|(file, text)| {
            let named =
                named(file, text).into_iter().filter_map(|path| file_of(&files, &path)).filter(|other| other != file);
            // A folder's map speaks for all its files; who lists and who is listed is no circle.
            let named = named
                .filter(|other| !file.starts_with(&format!("{other}/")) && !other.starts_with(&format!("{file}/")));
            (file.clone(), named.collect())
        })
        .collect();
    for start in names.keys() {
        let mut reached = vec![start.clone()];
        let mut next = 0;
        while let Some(file) = reached.get(next).cloned() {
            for other in &names[&file] {
                assert!(other != start, "{start} is named by {file}, which it reaches");
                if !reached.contains(other) {
                    reached.push(other.clone());
                }
            }
            next += 1;
        }
    }
}

#[test]
fn some_words_have_one_place() {
    for (file, text) in sources() {
        let code = code(&text);
        let only = |word: &str, places: &[&str]| {
            assert!(
                !code.contains(word) || places.iter().any(|place| file.starts_with(place)),
                "{word} stands in {file}"
            );
        };
        only("sqlx", &["server/store"]);
        only("std::env", &["server/config"]);
        only("SystemTime", &["server/clock"]);
        only("getrandom", &["server/random"]);
        only("leptos", &["web", "lib"]);
        only(
            "axum",
            &[
                "server",
                "web/pages",
                "web/form_post",
                "web/kept_form",
                "web/server_fns/request",
                "web/server_fns",
                "app",
                "startup",
            ],
        );
    }
}

#[test]
fn islands_and_components_know_nothing_of_the_server() {
    for (file, text) in sources() {
        if file.starts_with("web/islands") || file.starts_with("web/components") || file.starts_with("web/attempt") {
            assert!(!code(&text).contains("crate::server"), "{file}");
        }
    }
}

/// The code forks in few places: rooms of the server, what the browser can do by itself, one error's status, and lines
/// of tests.
#[test]
fn builds_differ_in_few_places() {
    let allowed = [
        "lib",
        "web",
        "web/server_fns",
        "web/json",
        "web/components/language",
        "web/islands/shelf",
        "domain/text",
        "domain/timestamp",
    ];
    for (file, text) in sources() {
        let forks = code(&text).matches("#[cfg(feature").count()
            + code(&text).matches("#[cfg(target").count()
            + code(&text).matches("#[cfg(not").count();
        assert!(forks == 0 || allowed.contains(&file.as_str()), "{file}");
    }
}

#[test]
fn no_file_is_a_bag_or_longer_than_one_thought() {
    for (file, text) in sources() {
        let name = file.rsplit('/').next().unwrap();
        assert!(!["utils", "util", "helpers", "helper", "common", "misc"].contains(&name), "{file}");
        assert!(text.lines().count() <= MAX_LINES, "{file} is over {MAX_LINES} lines");
        assert!(text.starts_with("//!"), "{file} does not say what it is");
    }
}

/// Every statement about a person's things names the person. Those that are made of pieces are looked at where they are made
/// (`store/task_statements.rs`), and `walls.rs` does not believe any of them.
#[test]
fn no_statement_about_tasks_or_sessions_is_without_its_owner() {
    let mut seen = 0;
    for (file, text) in sources().into_iter().filter(|(file, _)| file.starts_with("server/store")) {
        for statement in code(&text).split('"').skip(1).step_by(2) {
            let words: Vec<_> = statement.split_whitespace().collect();
            let owned = ["tasks", "sessions", "deleted_tasks", "undo_steps", "task_counts", "task_keys"];
            let touches =
                |pair: &[&str]| ["from", "into", "update", "join"].contains(&pair[0]) && owned.contains(&pair[1]);
            if words.windows(2).any(touches) {
                assert!(statement.contains("user_id = $1") || statement.contains("(user_id, "), "{file}: {statement}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 10, "the test has lost sight of the statements");
}

/// Every file below `src`, as `web/pages/home`; a `mod.rs` is its folder.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().with_extension("").display().to_string();
                let name = name.strip_suffix("/mod").unwrap_or(&name).to_owned();
                files.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    files
}

/// What is compiled into the program: no comments, no tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap().split("#[cfg(all(test").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn floor(path: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.iter().any(|room| in_room(path, room)))
}

fn room(path: &str) -> Option<&'static str> {
    FLOORS.iter().flat_map(|floor| floor.iter()).copied().find(|room| in_room(path, room))
}

fn in_room(path: &str, room: &str) -> bool {
    path == room || path.starts_with(&format!("{room}/"))
}

/// The file that holds what a path names.
fn file_of(files: &[(String, String)], path: &str) -> Option<String> {
    let mut path = path;
    loop {
        if files.iter().any(|(file, _)| file == path) {
            return Some(path.to_owned());
        }
        path = path.rsplit_once('/')?.0;
    }
}

/// Every path of this crate that a file names, from the crate's root, with slashes.
fn named(file: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let mut paths = Vec::new();
    for statement in code.split("use ").skip(1).filter_map(|rest| rest.split(';').next()) {
        expand("", &statement.split_whitespace().collect::<String>(), &mut paths);
    }
    for rest in code.split("crate::").skip(1) {
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
        paths.push(format!("crate::{path}"));
    }
    paths.iter().filter_map(|path| absolute(file, path)).collect()
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(before: &str, tree: &str, paths: &mut Vec<String>) {
    let Some((head, rest)) = tree.split_once('{') else {
        paths.push(format!("{before}{tree}"));
        return;
    };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut from) = (0, 0);
    for (at, sign) in inner.char_indices().chain([(inner.len(), ',')]) {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if from < at {
                    expand(&format!("{before}{head}"), &inner[from..at], paths);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

fn absolute(file: &str, path: &str) -> Option<String> {
    if let Some(path) = path.strip_prefix("crate::") {
        return Some(path.replace("::", "/"));
    }
    let mut base: Vec<_> = file.split('/').collect();
    let mut rest = path.strip_prefix("super::")?;
    base.pop();
    while let Some(further) = rest.strip_prefix("super::") {
        base.pop();
        rest = further;
    }
    base.extend(rest.split("::"));
    Some(base.join("/"))
}
