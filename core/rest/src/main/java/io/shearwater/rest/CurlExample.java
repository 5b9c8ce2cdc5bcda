package io.shearwater.rest;

import io.shearwater.gate.Action.Level;
import java.util.Set;

/** How an operation is called with curl. */
final class CurlExample {
    private static final String LINES = RowForm.LINES.mediaType();

    private CurlExample() {}

    static String of(Operation operation) {
        StringBuilder line = new StringBuilder("curl");
        if (operation.verb() != Verb.GET) {
            line.append(" -X ").append(operation.verb());
        }
        if (operation.action().level() != Level.PUBLIC) {
            line.append(" -H \"Authorization: Bearer $SHEARWATER_API_KEY\"");
        }
        if (!operation.text().request().isEmpty()) {
            Set<String> types = Schemas.mediaTypes(operation.text().request()).keySet();
            String type = types.contains(LINES) ? LINES : types.iterator().next();
            line.append(" \\\n     -H 'Content-Type: ").append(type).append("' --data-binary @body");
        }
        return line.append(" \\\n     \"$SHEARWATER_HOST")
                .append(operation.path())
                .append('"')
                .toString();
    }
}
