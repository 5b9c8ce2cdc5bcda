package io.shearwater.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {
    private static final Pattern LOCAL = Pattern.compile("(?:href|src)=\"(?![a-z]+:)([^\"#]*)(#[^\"]*)?\"");

    @TempDir
    private Path directory;

    private Checkout checkout() {
        return new Checkout(directory)
                .with(
                        "docs/manual/README.md",
                        "# The manual\n## Use\n- [Time](time.md)\n## Look up\n- [Words](../vocabulary.md)\n")
                .with("docs/manual/time.md", "# Time\n## The rule\nText.\n")
                .with("docs/vocabulary.md", "# Vocabulary\n");
    }

    @Test
    void theManualOfThisCheckoutHasNoProblems() {
        assertThat(Manual.read(Checkout.real()).problems()).isEmpty();
    }

    @Test
    void chaptersAndTheirPagesAreThoseOfTheFirstPage() {
        Manual manual = checkout().manual();

        assertThat(manual.problems()).isEmpty();
        assertThat(manual.chapters()).extracting(Manual.Chapter::title).containsExactly("Use", "Look up");
        assertThat(manual.pages())
                .extracting(Page::target)
                .containsExactly("index.html", "time.html", "vocabulary.html");
    }

    @Test
    void aPageThatNoChapterLinksIsInTheLastOne() {
        Manual manual = checkout().with("docs/manual/lost.md", "# Lost\n").manual();

        assertThat(manual.problems()).isEmpty();
        assertThat(manual.chapters().getLast().title()).isEqualTo("More");
        assertThat(manual.chapters().getLast().entries())
                .extracting(Manual.Entry::title)
                .containsExactly("Lost");
        assertThat(manual.pages().getLast().target()).isEqualTo("lost.html");
    }

    @Test
    void aLinkToNoPageIsAProblemWithItsLine() {
        Manual manual = checkout()
                .with("docs/manual/time.md", "# Time\n\nSee [more](mroe.md).\n")
                .manual();

        assertThat(manual.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "docs/manual/time.md:3: The link mroe.md leads nowhere. There is no docs/manual/mroe.md.");
    }

    @Test
    void aLinkToNoHeadingIsAProblemThatNamesTheHeadings() {
        Manual manual = checkout()
                .with("docs/vocabulary.md", "# Vocabulary\n[rule](manual/time.md#the-rules) [self](#vocabulary)\n")
                .manual();

        assertThat(manual.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("time.md has no heading with the anchor 'the-rules'", "[time, the-rule]"));
    }

    @Test
    void aPictureWithoutWordsIsAProblem() {
        Manual manual = checkout()
                .with("docs/manual/time.md", "# Time\n![](time.svg)\n")
                .with("docs/manual/time.svg", "<svg></svg>")
                .manual();

        assertThat(manual.problems())
                .extracting(Problem::message)
                .containsExactly("A picture without words for who cannot see it.");
    }

    @Test
    void everyLinkAndScriptOfTheSiteIsAFileOfTheSite() throws IOException {
        Path site = directory.resolve("site");
        Manual manual = Manual.read(Checkout.real());

        new Site(manual).write(site);

        for (Page page : manual.pages()) {
            String html = Files.readString(site.resolve(page.target()));
            assertThat(html).doesNotContain("{{");
            for (MatchResult link : LOCAL.matcher(html).results().toList()) {
                Path to = link.group(1).isEmpty() ? site.resolve(page.target()) : site.resolve(link.group(1));
                assertThat(to).as(page.source() + " links " + link.group()).exists();
                if (link.group(2) != null && link.group(2).length() > 1) {
                    assertThat(Files.readString(to))
                            .contains("id=\"" + link.group(2).substring(1) + "\"");
                }
            }
        }
    }

    @Test
    void theProgramWritesNothingWhileAPageHasAProblem() {
        checkout().with("docs/manual/time.md", "# Time\n[x](y.md)\n");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        Path site = directory.resolve("site");

        int code = Main.run(new String[] {directory.toString(), site.toString()}, err, err);

        assertThat(code).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("docs/manual/time.md:2", "1 problems");
        assertThat(site).doesNotExist();
    }
}
