//! What Prometheus is told: how many requests there were, how they were answered, and how long that took. It is told of no person,
//! and of addresses only what the program calls them.

use std::time::Duration;

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::ConstGauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};

use super::problem;
use crate::domain::{Error, Timestamp};

/// As `OpenMetrics` calls its text.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Everything that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    answers: Family<Answer, Counter>,
    durations: Family<Route, Histogram>,
}

impl Metrics {
    /// Nothing yet, from this moment on.
    #[must_use]
    pub fn new(started: Timestamp) -> Self {
        let answers = Family::<Answer, Counter>::default();
        // From a quarter of a millisecond to eight seconds.
        let durations =
            Family::new_with_constructor((|| Histogram::new(exponential_buckets(0.000_25, 2.0, 16))) as fn() -> _);
        let mut registry = Registry::default();
        registry.register("cubby_http_requests", "Requests that were answered", answers.clone());
        registry.register_with_unit(
            "cubby_http_request_duration",
            "Until an answer began",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register("cubby_build", "The program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        let seconds = started.millis().div_euclid(1_000);
        registry.register_with_unit(
            "process_start_time",
            "When it was started",
            Unit::Seconds,
            ConstGauge::new(seconds),
        );
        Self { registry, answers, durations }
    }

    /// Counts an answer. A route is what the program calls an address, whoever is in it; none where it has no name.
    pub fn count(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        let route = route.unwrap_or("other").to_owned();
        self.durations.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.answers.get_or_create(&Answer { method: method.to_owned(), route, status }).inc();
    }

    /// All of it, as [`MEDIA_TYPE`].
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub fn text(&self) -> Result<String, Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry).map_err(|cause| problem::internal("metrics", cause))?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route() {
        let metrics = Metrics::new(Timestamp::from_millis(1_790_000_000_000));
        metrics.count("GET", Some("/tasks"), 200, Duration::from_millis(3));
        metrics.count("GET", Some("/tasks"), 200, Duration::from_millis(5));
        metrics.count("GET", None, 404, Duration::from_millis(1));
        let text = metrics.text().unwrap();
        for line in [
            r#"cubby_http_requests_total{method="GET",route="/tasks",status="200"} 2"#,
            r#"cubby_http_requests_total{method="GET",route="other",status="404"} 1"#,
            r#"cubby_http_request_duration_seconds_count{route="/tasks"} 2"#,
            "process_start_time_seconds 1790000000",
            "# EOF",
        ] {
            assert!(text.lines().any(|other| other == line), "{line} is not in {text}");
        }
    }
}
