//! Line icons, as decoration: the words stand beside them or in a name.

use leptos::prelude::*;

/// An icon without anything that could change, and in no element of its own: so Leptos writes it out whole, and in the
/// browser copies one that it has.
macro_rules! icon {
    ($name:ident, $($shape:tt)+) => {
        pub fn $name() -> impl IntoView {
            view! { <><svg class="icon" viewBox="0 0 24 24" aria-hidden="true">$($shape)+</svg></> }
        }
    };
}

icon!(alert, <circle cx="12" cy="12" r="7.5"></circle><path d="M12 8.25v4.5m0 2.75v.01"></path>);
icon!(back, <path d="M19 12H5.5m6-6.5L5 12l6.5 6.5"></path>);
icon!(bin, <path d="M4.5 7h15M9.5 7V4.5h5V7m-8 0 .75 11.25A1.5 1.5 0 0 0 8.75 19.5h6.5a1.5 1.5 0 0 0 1.5-1.25L17.5 7M10.25 10.75v5m3.5-5v5"></path>);
icon!(check, <path pathLength="1" d="m5 12.75 4.75 4.75L19 7.5"></path>);
icon!(down, <path d="m6.5 9.5 5.5 5.5 5.5-5.5"></path>);
icon!(eye, <path d="M3 12c2.2-3.9 5.3-5.75 9-5.75S18.8 8.1 21 12c-2.2 3.9-5.3 5.75-9 5.75S5.2 15.9 3 12Z"></path><circle cx="12" cy="12" r="2.5"></circle>);
icon!(high, <path d="M6 17.5v-3m6 3v-7m6 7v-11" stroke-width="3"></path>);
icon!(info, <circle cx="12" cy="12" r="7.5"></circle><path d="M12 11.25v4.5m0-7.25v-.01"></path>);
icon!(keys, <rect x="3.5" y="6.5" width="17" height="11" rx="2.5"></rect><path d="M7.5 10.25v.01m3 0v-.01m3 0v.01m3 0v-.01M8.5 14h7"></path>);
icon!(laptop, <rect x="5" y="5.5" width="14" height="10" rx="1.75"></rect><path d="M3 18.5h18"></path>);
icon!(low, <path d="M6 17.5v-3" stroke-width="3"></path><path d="M12 17.5v-7m6 7v-11" stroke-width="3" opacity=".28"></path>);
icon!(on, <path d="M5 12h13.5m-6-6.5L19 12l-6.5 6.5"></path>);
icon!(phone, <rect x="7.5" y="3.5" width="9" height="17" rx="2.25"></rect><path d="M11.25 17.5h1.5"></path>);
icon!(plus, <path d="M12 5.5v13M5.5 12h13"></path>);
icon!(search, <circle cx="11" cy="11" r="6"></circle><path d="m15.5 15.5 4 4"></path>);
icon!(sliders, <path d="M4.5 8h7m5 0h3M4.5 16h3m5 0h7"></path><circle cx="14" cy="8" r="2.25"></circle><circle cx="10" cy="16" r="2.25"></circle>);
icon!(sort, <path d="M8 5.5v13m0 0-3-3m3 3 3-3M16 18.5v-13m0 0-3 3m3-3 3 3"></path>);
icon!(undo, <path d="M5 9.5h9a5 5 0 0 1 0 10h-3M5 9.5l4-4m-4 4 4 4"></path>);
