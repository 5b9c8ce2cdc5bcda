package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.manual.CodeBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnippetsTest {
    private static final Set<String> SHELL = Set.of("sh", "console");
    private static final Regions REGIONS = Regions.ofCheckout();

    static List<ManualPage> pages() {
        return ManualPage.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockIsRunOrSaysWhyNot(ManualPage page) {
        List<String> unmarked = new ArrayList<>();
        for (CodeBlock block : page.blocks()) {
            if (block.mark().isEmpty() && !SHELL.contains(block.language())) {
                unmarked.add(page.at(block));
            }
        }
        assertThat(unmarked)
                .as("Blocks without <!-- region: … -->, <!-- file: … --> or <!-- not run: why --> in the line before")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRegionOfAPageIsAsTheCodeHasIt(ManualPage page) {
        Map<CodeBlock, String> changes = new LinkedHashMap<>();
        for (CodeBlock block : page.blocks()) {
            if (block.mark()
                    .filter(mark -> mark.kind() == CodeBlock.Kind.REGION)
                    .isPresent()) {
                String name = block.mark().orElseThrow().value();
                assertThat(REGIONS.byName())
                        .as("regions, for " + page.at(block))
                        .containsKey(name);
                String code = REGIONS.byName().getOrDefault(name, "");
                if (ManualPage.UPDATE) {
                    changes.put(block, code);
                } else {
                    assertThat(block.text())
                            .as(page.at(block) + " is region " + name + "; -Dmanual.update=true rewrites it")
                            .isEqualTo(code);
                }
            }
        }
        if (!changes.isEmpty()) {
            page.replace(changes);
        }
    }

    @Test
    void everyRegionIsShownOnAPage() {
        Set<String> shown = new TreeSet<>();
        pages().forEach(page -> page.blocks()
                .forEach(block -> block.mark()
                        .filter(mark -> mark.kind() == CodeBlock.Kind.REGION)
                        .ifPresent(mark -> shown.add(mark.value()))));
        assertThat(REGIONS.byName().keySet()).isEqualTo(shown);
    }

    @Test
    void aRegionIsIndentedAsIfItStoodAlone() {
        assertThat(Regions.of(
                        List.of("    // region: a.b", "    if (x) {", "        y();", "    }", "    // end"), "f"))
                .isEqualTo(Map.of("a.b", "if (x) {\n    y();\n}\n"));
    }

    @Test
    void aRegionThatDoesNotEndIsAMistake() {
        assertThatThrownBy(() -> Regions.of(List.of("// region: a.b", "x();"), "File.java"))
                .hasMessageContaining("a.b of File.java does not end");
        assertThatThrownBy(() -> Regions.of(List.of("// region: a.b", "// region: a.c", "// end"), "File.java"))
                .hasMessageContaining("a.b of File.java does not end");
    }
}
