package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that were made elsewhere: their files come as one zip file, and go as they came. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelFilesTest {
    private static final String VERSIONS = "/api/v1/projects/fraud/models/risk/versions";
    private static final String DRAFT = """
            {"name": "risk", "format": "by_hand", "metrics": {"auc": 0.5}, "signature":
             {"features": [{"name": "amount", "type": "double"}], "task": "regression", "label": "price"}}""";

    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        assertThat(served.post("/api/v1/projects", "{\"name\": \"fraud\"}").status())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static byte[] zip(List<Map.Entry<String, byte[]>> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static Map.Entry<String, byte[]> entry(String name, String text) {
        return Map.entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private ServedStore.Reply register(byte[] body) {
        return served.upload(VERSIONS, "application/zip", body);
    }

    @Test
    void filesComeBackAsTheyWereRegistered() throws IOException {
        byte[] weights = new byte[300_000];
        new Random(1).nextBytes(weights);
        ServedStore.Reply made = register(zip(List.of(
                entry("draft.json", DRAFT), Map.entry("files/weights.bin", weights), entry("files/a/b.txt", "ä"))));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"version\":1", "\"format\":\"by_hand\"", "\"auc\":0.5");

        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(served.bytes(VERSIONS + "/1/files")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertThat(files).containsOnlyKeys("files/weights.bin", "files/a/b.txt");
        assertThat(files.get("files/weights.bin")).isEqualTo(weights);
        assertThat(served.get(VERSIONS + "/9/files").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files/../../outside",
                "files//a",
                "files/",
                "/etc/x",
                "weights.bin",
                "files/.hidden",
                "files/a\\..\\b",
                "files/a:b"
            })
    void namesThatLeadElsewhereAreRefused(String name) throws IOException {
        refused(zip(List.of(entry("draft.json", DRAFT), entry(name, "x"))));
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        refused(new byte[] {1, 2, 3});
        refused(zip(List.of(entry("files/a", "x"))));
        refused(zip(List.of(entry("draft.json", DRAFT))));
        refused(zip(List.of(entry("draft.json", "{}"), entry("files/a", "x"))));
        refused(zip(List.of(entry("draft.json", DRAFT.replace("risk", "other")), entry("files/a", "x"))));
        refused(zip(List.of(entry("draft.json", DRAFT), entry("files/a", "x"), entry("files/a/b", "x"))));
        byte[] whole = zip(List.of(entry("draft.json", DRAFT), Map.entry("files/a", new byte[10_000])));
        refused(Arrays.copyOf(whole, whole.length / 2));
        assertThat(served.post(VERSIONS, DRAFT).status()).isEqualTo(415);
    }

    @Test
    void whatUnpacksToFarMoreThanCameIsRefused() throws IOException {
        ServedStore.Reply reply =
                register(zip(List.of(entry("draft.json", DRAFT), Map.entry("files/a", new byte[80 << 20]))));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.body()).contains("unpacks to more than 200 times its size");
    }

    private void refused(byte[] body) {
        ServedStore.Reply reply = register(body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.type()).isEqualTo("application/problem+json");
    }
}
