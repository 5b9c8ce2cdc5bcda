package io.shearwater.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageHtmlTest {
    @TempDir
    private Path directory;

    private String html(String markdown) {
        Manual manual = new Checkout(directory)
                .with("docs/manual/README.md", "# The manual\n## Use\n- [Time](time.md)\n")
                .with(
                        "docs/manual/picture.svg",
                        "<?xml version='1.0'?>\n<svg><style>.a{}</style><text>at noon</text></svg>")
                .with("NOTICE", "x")
                .with("docs/manual/time.md", markdown)
                .manual();
        return new PageHtml(manual.pages().get(1), manual.links()).render();
    }

    @Test
    void headingsHaveTheAnchorsOfAForge() {
        assertThat(html("# Time\n## What is `asOf(17)`, and why?\n## Why\n## Why\n"))
                .contains("<h2 id=\"what-is-asof17-and-why\">", "<h2 id=\"why\">", "<h2 id=\"why-1\">");
    }

    @Test
    void linksLeadToPagesOfTheSiteAndFilesOutsideItAreJustNamed() {
        assertThat(html("# Time\n[first](README.md#the-manual), [notice](../../NOTICE), [net](https://example.org/)\n"))
                .contains("<a href=\"index.html#the-manual\">first</a>, notice, <a href=\"https://example.org/\"");
    }

    @Test
    void aPictureIsPutInPlaceWithoutItsOwnStyle() {
        assertThat(html("# Time\n![When](picture.svg)\n"))
                .contains("aria-label=\"When\"", "<svg><text>at noon</text></svg>")
                .doesNotContain("<style>", "<?xml");
    }

    @Test
    void commentsOfThePageAreNotShown() {
        assertThat(html("# Time\n<!-- region: time.rule -->\n```java\nint a;\n```\n"))
                .doesNotContain("region")
                .contains("<span class=\"keyword\">int</span> a;");
    }

    @Test
    void codeIsEscapedAndColoured() {
        assertThat(Highlighter.of("java").html("List<String> a = \"<\"; // <b>"))
                .isEqualTo(
                        "<span class=\"type\">List</span>&lt;<span class=\"type\">String</span>&gt; a = "
                                + "<span class=\"string\">&quot;&lt;&quot;</span>; <span class=\"comment\">// &lt;b&gt;</span>");
        assertThat(Highlighter.of("unheard").html("a < b")).isEqualTo("a &lt; b");
    }

    @Test
    void aConsoleTellsCommandsFromWhatTheyPrint() {
        assertThat(Highlighter.console("$ ls \\\n  -l\ntotal 0\n"))
                .contains("<span class=\"prompt\">$ </span><span class=\"command\">ls \\</span>\n")
                .contains("<span class=\"command\">  <span class=\"meta\">-l</span></span>\n")
                .endsWith("<span class=\"output\">total 0</span>\n");
    }

    @Test
    void theSearchKnowsEverySectionByItsAddressAndWords() {
        Page page = Page.parse("docs/manual/time.md", "time.html", """
                # Time
                The **one** rule.
                ## Dates
                | a | b |
                |---|---|
                | noon | `zone` |
                ```sh
                run \\ "it"
                ```
                """);

        assertThat(SearchIndex.sections(List.of(page)))
                .containsExactly(
                        new SearchIndex.Section("time.html", "Time", "", "The one rule."),
                        new SearchIndex.Section("time.html#dates", "Time", "Dates", "a b noon zone run \\ \"it\""));
        assertThat(SearchIndex.script(List.of(page))).contains("run \\\\ \\\"it\\\"");
    }
}
