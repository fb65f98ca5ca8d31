//! SECURITY.md says what is true: the tests that it names are there, and of the standard no requirement is forgotten.

use std::{fs, path::Path};

const SECURITY: &str = include_str!("../../SECURITY.md");

/// For each section of OWASP ASVS 5.0.0, how many requirements of levels 1 and 2 it begins with; those of level 3 follow.
const SECTIONS: &str = "\
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 \
    5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 \
    8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 \
    12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 \
    16.5:3 17.1:1 17.2:4 17.3:2";
/// As the standard counts them: 70 of level 1 and 183 of level 2.
const REQUIREMENTS: usize = 253;

fn table() -> impl Iterator<Item = Vec<&'static str>> {
    let standard = SECURITY.split("## OWASP ASVS").nth(1).unwrap();
    standard
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
        .map(|line| line.trim_matches('|').split(" | ").collect())
}

#[test]
fn every_requirement_of_levels_1_and_2_has_its_answer() {
    let mut required: Vec<_> = SECTIONS
        .split_whitespace()
        .flat_map(|section| {
            let (section, count) = section.split_once(':').unwrap();
            (1..=count.parse::<u32>().unwrap()).map(move |number| format!("{section}.{number}"))
        })
        .collect();
    assert_eq!(required.len(), REQUIREMENTS);
    let is_number = |word: &&str| word.starts_with(|letter: char| letter.is_ascii_digit()) && word.contains('.');
    let mut answered: Vec<_> = table()
        .flat_map(|row| row[0].split([' ', ',']).filter(is_number).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    required.sort_unstable();
    answered.sort_unstable();
    assert_eq!(answered, required);
    for row in table() {
        let [requirement, state, how] = row.as_slice() else { panic!("{row:?}") };
        assert!(["met", "partly", "not met", "not applicable", "operator"].contains(state), "{requirement}: {state}");
        assert!(how.trim().len() > 5, "{requirement} says no reason");
    }
}

#[test]
fn every_test_that_is_named_is_there() {
    let mut named = 0;
    for name in SECURITY.split('`').skip(1).step_by(2) {
        let Some((module, test)) = name.rsplit_once("::") else { continue };
        let file = module.replace("::", "/");
        let sources = [format!("tests/it/{file}.rs"), format!("tests/it/{file}/mod.rs"), format!("src/{file}.rs")];
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let source = sources.iter().find_map(|source| fs::read_to_string(root.join(source)).ok());
        let source = source.unwrap_or_else(|| panic!("there is no file of {name}"));
        assert!(source.contains(&format!("fn {test}(")), "there is no test {name}");
        named += 1;
    }
    assert!(named > 100, "the test has lost sight of the names");
}

/// The other direction is `commands::the_promised_numbers_are_those_of_the_program`.
#[test]
fn no_number_is_promised_that_the_program_does_not_know() {
    let numbers = SECURITY.split("## The numbers").nth(1).unwrap().split("\n## ").next().unwrap();
    let promised = numbers.lines().filter(|line| line.starts_with("| ")).count() - 1;
    let known = cubby::server::security::numbers(&crate::test_app::config(&[])).len();
    assert_eq!(promised, known);
}
