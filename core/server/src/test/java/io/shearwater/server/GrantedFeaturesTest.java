package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a restricted member reads: the features that were granted, with keys and event time, and nothing else. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantedFeaturesTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final String ROWS = PROJECT + "/feature-groups/cards/1/rows";
    private static final String MEMBER = PROJECT + "/members/eve@example.com";

    private ServedStore served;
    private String eve = "";

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post(PROJECT + "/feature-groups", """
                {"name": "cards", "version": 1, "primary_key": ["card"], "event_time": "at", "storage": "offline_and_online",
                 "features": [{"name": "card", "type": "string"}, {"name": "at", "type": "timestamp"},
                              {"name": "amount", "type": "double"}, {"name": "holder", "type": "string"}]}""");
        served.post(ROWS, """
                [{"card": "a", "at": "2026-01-01T00:00:00Z", "amount": 1.5, "holder": "Ada"}]""");
        view("amounts", "amount");
        view("holders", "holder");
        eve = served.newUser("eve@example.com");
        served.put(MEMBER, "{\"role\": \"restricted\"}");
    }

    private void view(String name, String column) {
        served.post(
                PROJECT + "/feature-views",
                "{\"name\": \"" + name
                        + "\", \"version\": 1, \"query\": {\"group\": {\"name\": \"cards\", \"version\": 1},"
                        + " \"columns\": [\"" + column + "\"]}}");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private int asEve(String method, String path, String body) {
        return served.send(eve, method, path, body).status();
    }

    private int vectors(String view) {
        return asEve("POST", PROJECT + "/feature-views/" + view + "/1/vectors", "{\"entries\": [{\"card\": \"a\"}]}");
    }

    @Test
    void aGrantOpensItsFeaturesAndNoOthersUntilItIsTakenBack() {
        assertThat(asEve("GET", ROWS, "")).isEqualTo(403);
        assertThat(vectors("amounts")).isEqualTo(403);
        String grant = MEMBER + "/grants/cards/1";

        assertThat(served.put(grant, "{\"features\": [\"amount\"]}").status()).isEqualTo(200);

        assertThat(served.send(eve, "GET", ROWS, "").body())
                .contains("\"amount\":1.5", "\"card\"")
                .doesNotContain("Ada");
        assertThat(asEve("GET", ROWS + "?columns=holder", "")).isEqualTo(403);
        assertThat(asEve("GET", ROWS + "?where=holder%20%3D%20%27Ada%27", "")).isEqualTo(400);
        assertThat(asEve("GET", PROJECT + "/feature-groups/cards/1/changes?from=0&to=1", ""))
                .isEqualTo(403);
        assertThat(asEve("POST", PROJECT + "/sql", "{\"sql\": \"select holder from cards\"}"))
                .isEqualTo(403);
        assertThat(vectors("amounts")).isEqualTo(200);
        assertThat(vectors("holders")).isEqualTo(403);
        assertThat(asEve("GET", PROJECT + "/feature-views/holders/1/latest", ""))
                .isEqualTo(403);

        assertThat(served.send(served.key(), "DELETE", grant, "").status()).isEqualTo(200);

        assertThat(asEve("GET", ROWS, "")).isEqualTo(403);
    }
}
