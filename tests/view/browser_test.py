"""The page of align-view as a reader meets it: in a browser, with the keyboard.

Usage: browser_test.py ALIGN_VIEW. Ends with 77 (skipped) where the machine has
no Chromium with its driver."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import webdriver  # noqa: E402

VIEW = None

HOSTILE = '</script><img src=x onerror="document.title=\'owned\'"><b>&amp;'


def member(doc, first, texts, start):
    """A member whose segments begin at `start`, one space between them."""
    parts, at = [], start
    for text in texts:
        parts.append({"start": at, "end": at + len(text), "text": text})
        at += len(text) + 1
    record = {"doc": doc, "segments": list(range(first, first + len(texts))),
              "start": parts[0]["start"], "end": parts[-1]["end"],
              "text": " ".join(texts)}
    if len(texts) > 1:
        record["parts"] = parts
    return record


def unit(number, members, probability=0.5, grade="equivalent",
         kind="parallel", status="proposed", words=()):
    linked = len(members) > 1
    record = {"id": "u%d" % number,
              "type": "-".join(str(len(members[l]["segments"]))
                               if l in members else "0"
                               for l in ("vi", "en", "ar")),
              "score": 1.5 if linked else 0, "probability": probability,
              "kind": kind if linked else "unlinked",
              "grade": grade if linked else None, "status": status,
              "members": members}
    if linked:
        record["evidence"] = {"vector": 1.25, "lexicon": 0.5, "length": -0.25,
                              "numbers": 0}
    if words:
        record["words"] = [{"source": s, "target": t, "links": links}
                           for s, t, links in words]
    return record


def small_bitext():
    return [
        unit(1, {"vi": member("a.vi", 0, ["M\u01b0a su\u1ed1t \u0111\u00eam."], 0),
                 "en": member("a.en", 0, ["It rained all night."], 0),
                 "ar": member("a.ar", 0, ["\u0647\u0637\u0644 \u0627\u0644\u0645\u0637\u0631."], 0)}, 0.97,
             words=[("vi", "en", [[0, 1], [1, 2], [2, 3]]),
                    ("vi", "ar", [[0, 1]])]),
        unit(2, {"vi": member("a.vi", 1, ["Tr\u01b0\u1eddng h\u1ecdc \u0111\u00f3ng c\u1eeda, ho\u00e0 b\u00ecnh."], 20),
                 "en": member("a.en", 1, ["Schools closed.", "Peace held."], 21)}, 0.8),
        unit(3, {"en": member("a.en", 3, ["Police are on site."], 49)}),
        unit(4, {"vi": member("a.vi", 2, ["C\u00f4ng an c\u00f3 m\u1eb7t."], 60)}),
        unit(5, {"vi": member("a.vi", 3, [HOSTILE], 80),
                 "ar": member("a.ar", 1, ["\u0623\u062d\u0645\u062f\u200f."], 30)}, 0.6,
             grade="near", kind="near-parallel"),
    ]


def lines_of(records):
    return [json.dumps(record, ensure_ascii=False) for record in records]


class Page(unittest.TestCase):
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.browser = webdriver.Browser(**cls.options)
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def show(self, records):
        source = os.path.join(self.folder.name, "in.jsonl")
        page = os.path.join(self.folder.name, "page.html")
        with open(source, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines_of(records)))
        subprocess.run([VIEW, source, "-o", page, "--quiet"], check=True)
        self.browser.open(page)
        return page

    def exported(self):
        self.browser.press("e")
        path = os.path.join(self.browser.downloads, "edited.jsonl")
        data = self.browser.downloaded("edited.jsonl").decode("utf-8")
        os.remove(path)
        return [json.loads(line) for line in data.splitlines()]


class Reading(Page):
    def test_columns_stand_in_the_order_and_direction_of_their_languages(self):
        self.show(small_bitext())
        boxes = self.browser.run(
            "return [...document.querySelectorAll('.unit:first-child p')].map("
            "p => [p.lang, getComputedStyle(p).direction,"
            " p.getBoundingClientRect().left])")
        self.assertEqual([b[0] for b in boxes], ["vi", "en", "ar"])
        self.assertEqual([b[1] for b in boxes], ["ltr", "ltr", "rtl"])
        self.assertLess(boxes[0][2], boxes[1][2])
        self.assertLess(boxes[1][2], boxes[2][2])

    def test_unlinked_passages_are_on_the_page(self):
        self.show(small_bitext())
        texts = self.browser.run(
            "return [...document.querySelectorAll('.unit.unlinked')].map("
            "u => u.innerText)")
        self.assertEqual(len(texts), 2)
        self.assertIn("Police are on site.", texts[0])

    def test_the_word_under_the_pointer_shows_its_partners(self):
        self.show(small_bitext())
        if not self.browser.run("return Boolean(CSS.highlights)"):
            self.skipTest("no Highlight API in this browser")
        # A busy browser may not have laid the row out at the first try.
        for _ in range(50):
            shown = self.browser.run(
                "const cell = document.querySelector("
                "'[data-id=u1] p[lang=vi]');"
                "const text = document.createTreeWalker(cell, 4).nextNode();"
                "const word = document.createRange();"
                "word.setStart(text, 0); word.setEnd(text, 3);"
                "const box = word.getBoundingClientRect();"
                "cell.dispatchEvent(new MouseEvent('mousemove', {bubbles: true,"
                " clientX: box.left + box.width / 2,"
                " clientY: box.top + box.height / 2}));"
                "const marked = CSS.highlights.get('words') ?? [];"
                "return [...marked].map(String).sort()")
            if shown:
                break
            time.sleep(0.1)
        self.assertEqual(shown, sorted(
            ["M\u01b0a", "rained", "\u0627\u0644\u0645\u0637\u0631."]))

    def test_hostile_text_is_shown_and_does_nothing(self):
        self.show(small_bitext())
        self.assertEqual(self.browser.run("return document.title"),
                         "Aligned passages")
        self.assertEqual(self.browser.run(
            "return document.querySelectorAll('.unit img, .unit b').length"), 0)
        shown = self.browser.run(
            "return document.querySelector('[data-id=u5] p').textContent")
        self.assertEqual(shown, HOSTILE)

    def test_no_request_leaves_the_page(self):
        self.browser.log("performance")
        self.show(small_bitext())
        self.browser.press("j", "v", "v")
        urls = []
        for entry in self.browser.log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        self.assertTrue(urls)
        self.assertTrue(all(u.startswith("file://") for u in urls), urls)

    def test_nothing_is_wrong_in_the_console(self):
        self.browser.log("browser")
        self.show(small_bitext())
        self.browser.press("j", "a", "z", "v", "v", "?", "Escape")
        self.assertEqual(self.browser.log("browser"), [])

    def search(self, text):
        self.browser.run(
            "const s = document.querySelector('#search'); s.value = arguments[0];"
            "s.dispatchEvent(new Event('input'));", text)
        return self.browser.run(
            "return new Promise(done => setTimeout(() => done("
            "[...document.querySelectorAll('.unit:not([hidden])')].map("
            "u => u.dataset.id)), 300))")

    def test_search_finds_either_place_of_a_tone_mark(self):
        self.show(small_bitext())
        self.assertEqual(self.search("h\u00f2a b\u00ecnh"), ["u2"])
        marks = self.browser.run(
            "return [...document.querySelectorAll('mark')].map(m => m.textContent)")
        self.assertEqual(marks, ["ho\u00e0 b\u00ecnh"])

    def test_search_folds_the_alef(self):
        self.show(small_bitext())
        self.assertEqual(self.search("\u0627\u062d\u0645\u062f"), ["u5"])

    def test_the_slider_hides_links_below_it_and_keeps_unlinked_text(self):
        self.show(small_bitext())
        self.browser.run(
            "const t = document.querySelector('#threshold'); t.value = 0.75;"
            "t.dispatchEvent(new Event('input'));")
        left = self.browser.run(
            "return [...document.querySelectorAll('.unit:not([hidden])')].map("
            "u => u.dataset.id)")
        self.assertEqual(left, ["u1", "u2", "u3", "u4"])

    def test_invisible_characters_are_named_on_demand(self):
        self.show(small_bitext())
        names = "return [...document.querySelectorAll('.invisible')].map(e => e.textContent)"
        self.assertEqual(self.browser.run(names), [])
        self.browser.run("document.querySelector('#invisible').click()")
        self.assertEqual(self.browser.run(names), ["RLM"])

    def test_twenty_thousand_links_can_be_walked(self):
        records = [unit(n, {"vi": member("a.vi", n, ["Câu số %d." % n], 20 * n),
                            "en": member("a.en", n, ["Sentence number %d." % n], 30 * n)},
                        0.5 + (n % 50) / 100) for n in range(20000)]
        self.show(records)
        self.assertEqual(self.browser.run(
            "return document.querySelectorAll('.unit').length"), 20000)
        self.browser.press("j", "j", "a")
        self.browser.run("document.querySelector('.unit:last-child').scrollIntoView()")
        self.assertIn("1 of 20000", self.browser.run(
            "return document.querySelector('#progress').textContent"))


class Correcting(Page):
    def test_export_without_edits_gives_the_input_back(self):
        records = small_bitext()
        self.show(records)
        self.assertEqual(self.exported(), records)

    def test_accept_merge_split_undo_export(self):
        records = small_bitext()
        self.show(records)
        # Accept u1 (which moves on to u2), split u2, merge its tail with u3,
        # merge that with u4, undo the last.
        self.browser.press("j", "a", "s")
        self.browser.press("j", "m")
        self.browser.press("m")
        self.browser.press("z")
        got = self.exported()
        expected = small_bitext()
        expected[0]["status"] = "accepted"
        head = unit(2, {
            "vi": expected[1]["members"]["vi"],
            "en": member("a.en", 1, ["Schools closed."], 21)}, 1,
            status="accepted")
        head.update(id="e1", score=0)
        del head["evidence"]
        tail = unit(3, {"en": member("a.en", 2, ["Peace held.",
                                                 "Police are on site."], 37)}, 1)
        tail.update(id="e3")
        self.assertEqual(got, [expected[0], head, tail] + expected[3:])

    def test_marked_passages_are_linked(self):
        self.show(small_bitext())
        self.browser.run("document.querySelector('[data-id=u3]').click()")
        self.browser.press(" ")
        self.browser.run("document.querySelector('[data-id=u4]').click()")
        self.browser.press("Enter")
        got = self.exported()
        made = [r for r in got if r["id"].startswith("e")]
        self.assertEqual(len(made), 1)
        self.assertEqual(made[0]["type"], "1-1-0")
        self.assertEqual(made[0]["status"], "accepted")
        self.assertEqual(made[0]["members"]["en"]["segments"], [3])
        self.assertEqual(made[0]["members"]["vi"]["segments"], [2])

    def test_a_boundary_moves_by_a_segment_and_back(self):
        records = small_bitext()
        self.show(records)
        self.browser.run("document.querySelector('[data-id=u2] p[lang=en]').click()")
        self.browser.press("]")
        got = {r["id"]: r for r in self.exported()}
        self.assertEqual(got["e1"]["members"]["en"]["text"], "Schools closed.")
        self.assertEqual(got["e2"]["members"]["en"]["segments"], [2, 3])
        self.browser.press("[")
        sides = [r["members"]["en"]["segments"] for r in self.exported()
                 if "en" in r["members"]]
        self.assertEqual(sides, [[0], [1, 2], [3]])

    def test_every_edit_can_be_undone(self):
        records = small_bitext()
        self.show(records)
        self.browser.press("j", "m", "x", "s", "r", "j", "j", "a")
        for _ in range(12):
            self.browser.press("z")
        self.assertEqual(self.exported(), records)

    def test_no_segment_is_lost_by_edits(self):
        def segments(records):
            return sorted((l, m["doc"], s) for r in records
                          for l, m in r["members"].items() for s in m["segments"])
        records = small_bitext()
        self.show(records)
        self.browser.press("j", "m", "j", "x", "j", "s", "k", "m", "]", "[", "x")
        self.assertEqual(segments(self.exported()), segments(records))

    def test_tmx_export_leaves_out_what_was_rejected(self):
        self.show(small_bitext())
        self.browser.press("j", "r")
        self.browser.run("document.querySelector('#export-tmx').click()")
        data = self.browser.downloaded("edited.tmx").decode("utf-8")
        self.assertNotIn("It rained all night.", data)
        self.assertIn("<seg>Schools closed. Peace held.</seg>", data)
        self.assertIn("&lt;/script&gt;", data)
        os.remove(os.path.join(self.browser.downloads, "edited.tmx"))


class WithoutScript(Page):
    options = {"script": False}

    def test_every_text_can_be_read(self):
        page = self.show(small_bitext())
        with open(page, encoding="utf-8") as file:
            self.assertIn("It rained all night.", file.read())
        height = self.browser._call("GET", self.browser.session + "/element/"
                                    + self.first("li.unit:last-child p[lang=ar]")
                                    + "/rect")["height"]
        self.assertGreater(height, 10)

    def first(self, selector):
        value = self.browser._call(
            "POST", self.browser.session + "/element",
            {"using": "css selector", "value": selector})
        return next(iter(value.values()))


if __name__ == "__main__":
    VIEW = sys.argv.pop(1)
    if webdriver.find_browser() is None:
        print("skipped: no chromium with chromedriver")
        sys.exit(77)
    unittest.main(verbosity=2)
