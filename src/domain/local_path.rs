//! Where to go after signing in.

/// A path on this site, with its query: never a way to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// Where people go who were going nowhere.
    pub const TASKS: &'static str = "/tasks";
    /// Longer than any address of ours.
    const MAX_BYTES: usize = 2_048;

    /// The path, or `/tasks` where there is none or it leads elsewhere. Browsers take `\` for `/` and leave out tabs
    /// and line ends (WHATWG URL), so none of these may be in it.
    #[must_use]
    pub fn or_tasks(raw: Option<&str>) -> Self {
        let local = |path: &&str| {
            path.starts_with('/')
                && !path.starts_with("//")
                && path.len() <= Self::MAX_BYTES
                && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        };
        Self(raw.filter(local).unwrap_or(Self::TASKS).to_owned())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_of_this_site_is_kept_with_its_query() {
        for path in ["/tasks", "/tasks/019e?status=open&after=1", "/", "/account#sessions"] {
            assert_eq!(LocalPath::or_tasks(Some(path)).as_str(), path);
        }
    }

    #[test]
    fn a_way_out_is_not_taken() {
        for path in [
            "",
            "tasks",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            "/%0d%0aSet-Cookie:x\r\n",
            "/ünd",
            " /tasks",
            "/tasks evil",
        ] {
            assert_eq!(LocalPath::or_tasks(Some(path)).as_str(), "/tasks", "{path:?}");
        }
        assert_eq!(LocalPath::or_tasks(None).as_str(), "/tasks");
    }

    proptest! {
        #[test]
        fn what_is_kept_has_no_host(raw in any::<String>()) {
            let path = LocalPath::or_tasks(Some(&raw));
            prop_assert!(path.as_str().starts_with('/') && !path.as_str().starts_with("//"));
            prop_assert!(!path.as_str().contains(['\\', '\r', '\n', '\t']));
        }
    }
}
