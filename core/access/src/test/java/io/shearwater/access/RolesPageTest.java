package io.shearwater.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of roles in the manual is the one in the code; {@code -Dmanual.update=true} writes it. */
class RolesPageTest {
    private static final String MARK = "<!-- roles -->\n";

    private static String table() {
        StringBuilder table = new StringBuilder("| permission | to |");
        for (Role role : Role.values()) {
            table.append(' ').append(role.words()).append(" |");
        }
        table.append("\n|---|---|").append("---|".repeat(Role.values().length)).append('\n');
        for (Permission permission : Permission.values()) {
            table.append("| `")
                    .append(Words.lower(permission))
                    .append("` | ")
                    .append(permission.words())
                    .append(" |");
            for (Role role : Role.values()) {
                boolean granted = role == Role.RESTRICTED && permission == Permission.FEATURES_READ;
                table.append(role.allows(permission) ? " yes |" : granted ? " granted ones |" : " |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    @Test
    void theManualHasTheTableOfTheCode() throws IOException {
        Path page = Path.of("")
                .toAbsolutePath()
                .resolve("../../docs/manual/access.md")
                .normalize();
        String text = Files.readString(page);
        int begin = text.indexOf(MARK) + MARK.length();
        int end = begin;
        while (text.startsWith("|", end)) {
            end = text.indexOf('\n', end) + 1;
        }
        if (Boolean.getBoolean("manual.update")) {
            Files.writeString(page, text.substring(0, begin) + table() + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end)).isEqualTo(table());
    }
}
