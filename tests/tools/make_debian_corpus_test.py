#!/usr/bin/env python3
"""Tests of tools/make_debian_corpus: on small Translation files, and with programs in apt-get's place.

    python3 tests/tools/make_debian_corpus_test.py
"""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools/make_debian_corpus")


def load_script():
    loader = importlib.machinery.SourceFileLoader("make_debian_corpus", SCRIPT)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_debian_corpus", loader))
    loader.exec_module(module)
    return module


corpus = load_script()

ENGLISH = """\
Package: alpha
Description-md5: 11
Description-en: small editor for text files
 The editor opens files
 of any size.
 .
 It offers:
  * search with regular expressions
  * undo without any
    limit at all
 .
 This paragraph has a translation that is far too long for it.

Package: beta
Description-md5: 22
Description-en: small editor for text files
 Beta has one paragraph.

Package: gamma
Description-md5: 33
Description-en: a package without translation
 Nothing of it is used.
"""

# Of alpha all paragraphs; beta's long description has one paragraph too many; delta has no English.
SPANISH = """\
Package: alpha
Description-md5: 11
Description-es: editor pequeño de archivos
 El editor abre archivos de
 cualquier tamaño.
 .
 Ofrece lo siguiente:
  * búsqueda con expresiones regulares
  * deshacer sin límite
 .
 Este párrafo tiene una traducción que es, por razones que nadie recuerda y que nadie ha querido explicar
 nunca, demasiado larga para él, así que no vale.

Package: beta
Description-md5: 22
Description-es: otro editor de archivos
 Beta tiene un párrafo.
 .
 Y otro párrafo más.

Package: delta
Description-md5: 44
Description-es: un paquete sin inglés
 No se usa nada de él.
"""


class Corpus(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.output = self.path("corpus.tsv")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, encoding="utf-8"):
        with open(self.path(name), "w", encoding=encoding, newline="\n") as file:
            file.write(text)

    def write_lists(self, english=ENGLISH, spanish=SPANISH):
        self.write("mirror_dists_main_i18n_Translation-en", english)
        self.write("mirror_dists_main_i18n_Translation-es", spanish)

    def run_script(self, *arguments):
        """(exit status, output, errors)"""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = corpus.main([f"--output={self.output}", *arguments])
            except SystemExit as end:  # how argparse refuses
                status = end.code
        return status, out.getvalue(), err.getvalue()

    def run_on_lists(self, *arguments):
        return self.run_script("--language=es", f"--lists={self.folder}", *arguments)

    def written(self):
        with open(self.output, encoding="utf-8", newline="") as file:
            return [tuple(line.split("\t")) for line in file.read().split("\n")[:-1]]

    def refused(self, *arguments):
        """What a run says that must write nothing."""
        status, _, err = self.run_script(*arguments)
        self.assertEqual(status, 2, err)
        self.assertFalse(os.path.exists(self.output))
        return err


class Joining(Corpus):
    def test_joins_paragraphs_and_items_of_the_same_description(self):
        self.write_lists()
        status, out, err = self.run_on_lists()
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(self.written(), [
            ("alpha", "small editor for text files", "editor pequeño de archivos"),
            ("alpha", "The editor opens files of any size.", "El editor abre archivos de cualquier tamaño."),
            # "It offers:" has two words.
            ("alpha", "search with regular expressions", "búsqueda con expresiones regulares"),
            ("alpha", "undo without any limit at all", "deshacer sin límite"),
        ])  # beta's short description is alpha's in English
        self.assertIn("3 English, 3 in es, 2 in both", out)
        self.assertIn("1 pairs: English seen before", out)
        self.assertIn("1 pairs: one side more than 2 times as long", out)
        self.assertIn("written       4 pairs of 1 packages", out)
        self.assertIn(f'text: "{self.output}"', out)

    def test_english_repeats_itself(self):
        self.write_lists()
        status, _, _ = self.run_script("--language=en", f"--lists={self.folder}")
        self.assertEqual(status, 0)
        self.assertIn(("gamma", "Nothing of it is used.", "Nothing of it is used."), self.written())
        for _, source, target in self.written():
            self.assertEqual(source, target)

    def test_several_lists_are_one(self):
        self.write("a_Translation-en", ENGLISH)
        self.write("b_Translation-en", "Package: delta\nDescription-md5: 44\n"
                                       "Description-en: a package without any Spanish\n")
        self.write("a_Translation-es", SPANISH)
        self.run_on_lists()
        self.assertIn(("delta", "a package without any Spanish", "un paquete sin inglés"), self.written())

    def test_finds_languages_with_a_country(self):
        self.write_lists()
        self.write("m_i18n_Translation-pt%5fBR", SPANISH.replace("-es:", "-pt_BR:"))
        status, _, err = self.run_script("--language=pt_BR", f"--lists={self.folder}")
        self.assertEqual(status, 0, err)
        self.assertEqual(len(self.written()), 4)

    def test_characters_are_tidied(self):
        # A decomposed accent, a tab, a no-break space, a control character, a zero-width space.
        self.write_lists(spanish=SPANISH.replace("editor pequeño de archivos",
                                                 "editor\tpequen\u0303o\u00a0de\x01 ar\u200bchivos"))
        self.run_on_lists()
        self.assertEqual(self.written()[0][2], "editor pequeño de archivos")

    def test_untranslated_text_is_left_out(self):
        self.write_lists(spanish=SPANISH.replace("editor pequeño de archivos", "small editor for text files"))
        status, out, _ = self.run_on_lists()
        self.assertEqual(status, 0)
        self.assertIn("1 pairs: not translated", out)
        self.assertIn(("beta", "small editor for text files", "otro editor de archivos"), self.written())

    def test_limit_takes_packages_from_everywhere(self):
        entries = [(f"package{i:03}", f"english text number word{i:03}", f"texto español número palabra{i:03}")
                   for i in range(200)]
        for language, column in (("en", 1), ("es", 2)):
            self.write("Translation-" + language, "\n".join(
                f"Package: {entry[0]}\nDescription-md5: {entry[0]}\nDescription-{language}: {entry[column]}\n"
                for entry in entries))
        status, out, _ = self.run_on_lists("--limit=40")
        self.assertEqual(status, 0)
        self.assertIn("160 pairs: --limit", out)
        written = self.written()
        self.assertEqual(len(written), 40)
        self.assertEqual(written, [entry for entry in entries if entry in set(written)])  # in their order
        self.assertLess(written[0][0], "package050")
        self.assertGreater(written[-1][0], "package150")
        self.run_on_lists("--limit=40")
        self.assertEqual(self.written(), written)

    def test_lengths_at_the_limits(self):
        words = lambda count: " ".join(["word"] * count)
        for ours, theirs, kept in ((2, 3, False), (3, 3, True), (30, 30, True), (31, 30, False), (30, 31, False),
                                   (3, 6, True), (3, 7, False), (14, 7, True), (15, 7, False)):
            self.assertEqual(corpus.why_not(words(ours), words(theirs) + "s", False) is None, kept, (ours, theirs))


class Refusals(Corpus):
    def test_bad_lists_name_file_and_line(self):
        self.write_lists(spanish=SPANISH.replace("Description-md5: 22\n", "no field at all\n"))
        self.assertIn("Translation-es:15: neither", self.refused("--language=es", f"--lists={self.folder}"))
        self.write_lists(spanish=" begins in the middle\n" + SPANISH)
        self.assertIn("Translation-es:1: neither", self.refused("--language=es", f"--lists={self.folder}"))
        self.write_lists(spanish=SPANISH.replace("Description-md5: 22\n", ""))
        self.assertIn("a stanza without 'Description-md5' (its Package: beta)",
                      self.refused("--language=es", f"--lists={self.folder}"))

    def test_lists_that_are_not_utf8(self):
        self.write_lists()
        self.write("mirror_dists_main_i18n_Translation-es", SPANISH, encoding="latin-1")
        self.assertIn("not UTF-8", self.refused("--language=es", f"--lists={self.folder}"))

    def test_lists_without_the_language(self):
        self.write_lists()
        self.assertIn("no descriptions in 'fr'", self.refused("--language=fr", f"--lists={self.folder}"))
        self.assertIn("is no folder", self.refused("--language=fr", "--lists=/nowhere"))

    def test_lists_without_pairs(self):
        self.write_lists(spanish="")
        self.assertIn("none of the 0 descriptions in 'es' gives a pair",
                      self.refused("--language=es", f"--lists={self.folder}"))

    def test_flags(self):
        for flags, message in ((["--language=Spanish"], "no language like es"), ([], "--language"),
                               (["--language=es", "--limit=-1"], "expected 0 or more"),
                               (["--language=es", "--limit=many"], "--limit"),
                               (["--language=es", "--mirror=http://a b"], "no spaces"),
                               (["--language=es", "--output=/nowhere/c.tsv"], "isn't there")):
            self.assertIn(message, self.refused(*flags))

    def test_a_failed_write_leaves_the_old_file(self):
        self.write_lists()
        self.write("corpus.tsv", "old\n")
        with mock.patch.object(corpus.os, "replace", side_effect=OSError("disk full")):
            status, _, err = self.run_on_lists()
        self.assertEqual(status, 2)
        self.assertIn("disk full", err)
        self.assertEqual(self.written(), [("old",)])
        self.assertFalse(os.path.exists(self.output + ".part"))


class Fetching(Corpus):
    """With a script in apt-get's place."""

    def setUp(self):
        super().setUp()
        self.write("keyring", "")
        patches = [mock.patch.object(corpus, "KEYRING", self.path("keyring")),
                   mock.patch.dict(os.environ, PATH=f"{self.path('bin')}:/usr/bin:/bin", TMPDIR=self.path("tmp")),
                   mock.patch.object(tempfile, "tempdir", self.path("tmp"))]
        os.mkdir(self.path("bin"))
        os.mkdir(self.path("tmp"))
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def install_apt_get(self, script):
        # Called as: apt-get -q -c FOLDER/apt.conf update
        self.write("bin/apt-get", f'#!/bin/sh\nfolder=$(dirname "$3")\n{script}\n')
        os.chmod(self.path("bin/apt-get"), 0o755)

    def test_reads_what_was_fetched_and_tidies_up(self):
        self.write_lists()
        self.install_apt_get(f'cp "{self.folder}"/*Translation* "$folder/lists"; cp "$folder"/sources.list '
                             f'"$folder"/apt.conf "{self.folder}"')
        status, _, err = self.run_script("--language=es", "--mirror=http://mirror/debian", "--suite=testing")
        self.assertEqual(status, 0, err)
        self.assertEqual(len(self.written()), 4)
        self.assertEqual(os.listdir(self.path("tmp")), [])
        with open(self.path("sources.list"), encoding="utf-8") as file:
            self.assertEqual(file.read(), f"deb [signed-by={self.path('keyring')} target=Translations "
                                          "lang=en,es] http://mirror/debian testing main\n")
        with open(self.path("apt.conf"), encoding="utf-8") as file:
            self.assertIn(f'Dir::State::lists "{self.path("tmp")}/', file.read())

    def test_says_what_apt_get_says(self):
        self.install_apt_get('echo "Get:1 something"; echo "E: Could not resolve mirror" >&2; exit 100')
        said = self.refused("--language=es", "--mirror=http://mirror/debian")
        self.assertIn("couldn't fetch the descriptions from http://mirror/debian", said)
        self.assertIn("E: Could not resolve mirror", said)
        self.assertIn("Is there a network?", said)
        self.assertEqual(os.listdir(self.path("tmp")), [])

    def test_names_the_languages_that_there_are(self):
        self.write_lists()
        self.install_apt_get(f'cp "{self.folder}"/*Translation-en "$folder/lists"; '
                             'echo " 12ab 99 main/i18n/Translation-da.bz2\n 34cd 99 main/i18n/Translation-pt_BR" '
                             '>"$folder/lists/mirror_InRelease"')
        self.assertIn("no descriptions in 'xx'; Debian has da, pt_BR", self.refused("--language=xx"))

    def test_without_apt_get(self):
        with mock.patch.dict(os.environ, PATH="/nowhere"):
            self.assertIn("apt-get isn't installed", self.refused("--language=es"))

    def test_without_keyring(self):
        os.remove(self.path("keyring"))
        self.assertIn("install debian-archive-keyring", self.refused("--language=es"))


if __name__ == "__main__":
    unittest.main()
