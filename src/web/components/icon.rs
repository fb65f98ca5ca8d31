//! Line icons. Each page carries the shapes once.

use leptos::prelude::*;

/// An icon as decoration: the words stand beside it or in a name. Written out whole, so that it costs nothing to render
/// and little to ship.
macro_rules! icon {
    ($name:ident, $shape:tt) => {
        pub fn $name() -> impl IntoView {
            view! { <svg class="icon" aria-hidden="true"><use_ href=$shape></use_></svg> }
        }
    };
}

icon!(alert, "#i-alert");
icon!(back, "#i-back");
icon!(bin, "#i-bin");
icon!(check, "#i-check");
icon!(down, "#i-down");
icon!(eye, "#i-eye");
icon!(high, "#i-high");
icon!(info, "#i-info");
icon!(keys, "#i-keys");
icon!(laptop, "#i-laptop");
icon!(low, "#i-low");
icon!(on, "#i-on");
icon!(phone, "#i-phone");
icon!(plus, "#i-plus");
icon!(search, "#i-search");
icon!(sliders, "#i-sliders");
icon!(sort, "#i-sort");
icon!(undo, "#i-undo");

/// Every shape, by its name.
pub const SHAPES: &str = concat!(
    r#"<symbol id="i-alert" viewBox="0 0 24 24"><circle cx="12" cy="12" r="7.5"/><path d="M12 8.25v4.5m0 2.75v.01"/></symbol>"#,
    r#"<symbol id="i-back" viewBox="0 0 24 24"><path d="M19 12H5.5m6-6.5L5 12l6.5 6.5"/></symbol>"#,
    r#"<symbol id="i-bin" viewBox="0 0 24 24"><path d="M4.5 7h15M9.5 7V4.5h5V7m-8 0 .75 11.25A1.5 1.5 0 0 0 8.75 19.5h6.5a1.5 1.5 0 0 0 1.5-1.25L17.5 7M10.25 10.75v5m3.5-5v5"/></symbol>"#,
    r#"<symbol id="i-check" viewBox="0 0 24 24"><path pathLength="1" d="m5 12.75 4.75 4.75L19 7.5"/></symbol>"#,
    r#"<symbol id="i-close" viewBox="0 0 24 24"><path d="m6.5 6.5 11 11m0-11-11 11"/></symbol>"#,
    r#"<symbol id="i-down" viewBox="0 0 24 24"><path d="m6.5 9.5 5.5 5.5 5.5-5.5"/></symbol>"#,
    r#"<symbol id="i-eye" viewBox="0 0 24 24"><path d="M3 12c2.2-3.9 5.3-5.75 9-5.75S18.8 8.1 21 12c-2.2 3.9-5.3 5.75-9 5.75S5.2 15.9 3 12Z"/><circle cx="12" cy="12" r="2.5"/></symbol>"#,
    r#"<symbol id="i-high" viewBox="0 0 24 24"><path d="M6 17.5v-3m6 3v-7m6 7v-11" stroke-width="3"/></symbol>"#,
    r#"<symbol id="i-info" viewBox="0 0 24 24"><circle cx="12" cy="12" r="7.5"/><path d="M12 11.25v4.5m0-7.25v-.01"/></symbol>"#,
    r#"<symbol id="i-keys" viewBox="0 0 24 24"><rect x="3.5" y="6.5" width="17" height="11" rx="2.5"/><path d="M7.5 10.25v.01m3 0v-.01m3 0v.01m3 0v-.01M8.5 14h7"/></symbol>"#,
    r#"<symbol id="i-laptop" viewBox="0 0 24 24"><rect x="5" y="5.5" width="14" height="10" rx="1.75"/><path d="M3 18.5h18"/></symbol>"#,
    r#"<symbol id="i-low" viewBox="0 0 24 24"><path d="M6 17.5v-3" stroke-width="3"/><path d="M12 17.5v-7m6 7v-11" stroke-width="3" opacity=".28"/></symbol>"#,
    r#"<symbol id="i-on" viewBox="0 0 24 24"><path d="M5 12h13.5m-6-6.5L19 12l-6.5 6.5"/></symbol>"#,
    r#"<symbol id="i-phone" viewBox="0 0 24 24"><rect x="7.5" y="3.5" width="9" height="17" rx="2.25"/><path d="M11.25 17.5h1.5"/></symbol>"#,
    r#"<symbol id="i-plus" viewBox="0 0 24 24"><path d="M12 5.5v13M5.5 12h13"/></symbol>"#,
    r#"<symbol id="i-search" viewBox="0 0 24 24"><circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4 4"/></symbol>"#,
    r#"<symbol id="i-sliders" viewBox="0 0 24 24"><path d="M4.5 8h7m5 0h3M4.5 16h3m5 0h7"/><circle cx="14" cy="8" r="2.25"/><circle cx="10" cy="16" r="2.25"/></symbol>"#,
    r#"<symbol id="i-sort" viewBox="0 0 24 24"><path d="M8 5.5v13m0 0-3-3m3 3 3-3M16 18.5v-13m0 0-3 3m3-3 3 3"/></symbol>"#,
    r#"<symbol id="i-undo" viewBox="0 0 24 24"><path d="M5 9.5h9a5 5 0 0 1 0 10h-3M5 9.5l4-4m-4 4 4 4"/></symbol>"#,
);
