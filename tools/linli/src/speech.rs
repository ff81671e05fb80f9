//! The language of messages.

use linli_io::Language;

use crate::args::Lang;

/// The language asked for, else the one of the environment.
pub fn language(asked: Option<Lang>) -> Language {
    let from_environment = || {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        let chinese = set.is_some_and(|value| value.to_lowercase().starts_with("zh"));
        if chinese { Lang::Zh } else { Lang::En }
    };
    match asked.unwrap_or_else(from_environment) {
        Lang::En => Language::English,
        Lang::Zh => Language::Chinese,
    }
}

/// The text of the language.
pub fn either<'a>(language: Language, english: &'a str, chinese: &'a str) -> &'a str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// The language as an argument for another program.
pub fn argument(language: Language) -> &'static str {
    either(language, "en", "zh")
}
