//! The show editor's file.

use std::path::Path;

use linli_io::{Message, ShowDraft, read_scene_file, read_show_file, scene_of_show};
use linli_model::{Language, Show, ShowEdit};
use linli_view::{ShowAuthor, ShowAuthoring};

struct FileAuthor(ShowDraft);

/// Opens a show for the editor.
///
/// # Errors
/// Everything that is wrong with it.
pub fn of(path: &Path, language: Language) -> Result<ShowAuthoring, Vec<String>> {
    let texts = |messages: Vec<Message>| messages.iter().map(|message| message.text(language)).collect();
    let file = read_show_file(path).map_err(|message| texts(vec![message]))?;
    let scene = scene_of_show(path, &file);
    let views = read_scene_file(&scene).map_err(|error| vec![error.text(language)])?.views;
    ShowDraft::open(path, &views).map(|draft| ShowAuthoring::new(Box::new(FileAuthor(draft)))).map_err(texts)
}

impl ShowAuthor for FileAuthor {
    fn show(&self) -> &Show {
        self.0.show()
    }

    fn edit(&mut self, edit: &ShowEdit, language: Language) -> Result<(), String> {
        self.0.edit(edit).map_err(|messages| {
            let lines: Vec<String> = messages.iter().map(|message| message.text(language)).collect();
            lines.join("\n")
        })
    }

    fn undo(&mut self) -> bool {
        self.0.undo()
    }

    fn depth(&self) -> usize {
        self.0.depth()
    }

    fn is_saved(&self) -> bool {
        self.0.is_saved()
    }

    fn save(&mut self, language: Language) -> Result<String, String> {
        self.0.save().map(|path| path.display().to_string()).map_err(|message| message.text(language))
    }
}
