package io.shearwater.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodeBlockTest {
    private static final String PAGE = """
            # Page
            <!-- region: page.first -->
            ```java
            int a;
            int b;
            ```
            Text.

            ```console
            $ ls
            ```

                indented

            <!-- not run: needs
                 a cluster -->
            ```sh
            spark
            ```
            """;

    @Test
    void blocksAreFoundWithTheirMarksAndLines() {
        assertThat(CodeBlock.of(PAGE))
                .containsExactly(
                        new CodeBlock("java", "int a;\nint b;\n", mark(CodeBlock.Kind.REGION, "page.first"), 4, 2),
                        new CodeBlock("console", "$ ls\n", Optional.empty(), 10, 1),
                        new CodeBlock("", "indented\n", Optional.empty(), 13, 1),
                        new CodeBlock("sh", "spark\n", mark(CodeBlock.Kind.NOT_RUN, "needs\n     a cluster"), 18, 1));
    }

    private static Optional<CodeBlock.Mark> mark(CodeBlock.Kind kind, String value) {
        return Optional.of(new CodeBlock.Mark(kind, value));
    }
}
