package io.shearwater.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The description as a page: one document without scripts, so that it can be read anywhere. */
final class DescriptionPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--dim:#777;--get:#0a7d4f;--post:#1f5fbf;--put:#8a5a00;--delete:#b3261e}
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .4rem;border-bottom:1px solid var(--line)}
            nav{margin:1rem 0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}a{color:inherit}
            details{border-bottom:1px solid var(--line);padding:.35rem 0}summary{cursor:pointer;display:flex;gap:.7rem;flex-wrap:wrap}
            summary code{overflow-wrap:anywhere}.verb{font:600 .8rem/1.9 ui-monospace,monospace;width:4rem}
            .GET{color:var(--get)}.POST{color:var(--post)}.PUT,.PATCH{color:var(--put)}.DELETE{color:var(--delete)}
            .what{color:var(--dim)}pre{background:#8881;padding:.7rem;overflow-x:auto;border-radius:.3rem}
            table{border-collapse:collapse}td{padding:.1rem 1rem .1rem 0;vertical-align:top}
            """;

    private final Map<String, List<Operation>> byTag = new LinkedHashMap<>();

    DescriptionPage(List<Operation> operations) {
        operations.forEach(operation -> byTag.computeIfAbsent(OpenApi.tag(operation), tag -> new ArrayList<>())
                .add(operation));
    }

    String html() {
        StringBuilder page = new StringBuilder(32_768)
                .append(
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Shearwater REST API</title>")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Shearwater REST API</h1>")
                .append(
                        "<p>Send an API key with each request: <code>Authorization: Bearer sw_…</code>. Errors are problem")
                .append(
                        " details (RFC 9457) with a code. For programs: <a href=\"openapi.json\">openapi.json</a>.</p><nav>");
        byTag.keySet()
                .forEach(tag -> page.append("<a href=\"#")
                        .append(escaped(tag))
                        .append("\">")
                        .append(escaped(tag))
                        .append("</a>"));
        page.append("</nav>");
        byTag.forEach((tag, operations) -> {
            page.append("<h2 id=\"")
                    .append(escaped(tag))
                    .append("\">")
                    .append(escaped(tag))
                    .append("</h2>");
            operations.forEach(operation -> describe(page, operation));
        });
        return page.append("</body></html>").toString();
    }

    private static void describe(StringBuilder page, Operation operation) {
        page.append("<details><summary><span class=\"verb ")
                .append(operation.verb())
                .append("\">")
                .append(operation.verb())
                .append("</span><code>")
                .append(escaped(operation.path().toString()))
                .append("</code><span class=\"what\">")
                .append(escaped(operation.text().summary()))
                .append("</span></summary><p>")
                .append(escaped(OpenApi.needs(operation.action())))
                .append("</p>");
        if (!operation.text().parameters().isEmpty()) {
            page.append("<table>");
            operation
                    .text()
                    .parameters()
                    .forEach(one -> page.append("<tr><td><code>")
                            .append(escaped(one.name()))
                            .append("</code></td><td>")
                            .append(escaped(one.text()))
                            .append("</td></tr>"));
            page.append("</table>");
        }
        page.append("<pre>").append(escaped(CurlExample.of(operation))).append("</pre></details>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
