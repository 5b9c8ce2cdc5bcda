package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Counters;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a directory that is not there to a vector, as someone with curl does it. */
@Tag("server")
class FirstRequestsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    static final String CARDS = """
            {"name": "cards", "version": 1, "primary_key": ["card"], "event_time": "at", "storage": "offline_and_online",
             "features": [{"name": "card", "type": "string"}, {"name": "at", "type": "timestamp"},
                          {"name": "amount", "type": "double"}]}""";
    private static final String ROWS = """
            [{"card": "a", "at": "2026-01-01T00:00:00Z", "amount": 1.5},
             {"card": "b", "at": "2026-01-02T00:00:00Z", "amount": null}]""";

    @TempDir
    private Path directory;

    private ServedStore served;

    @BeforeEach
    void start() {
        served = ServedStore.start(directory.resolve("store"));
        assertThat(served.post("/api/v1/projects", "{\"name\": \"fraud\"}").status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void insertCards() {
        assertThat(served.post(PROJECT + "/feature-groups", CARDS).status()).isEqualTo(201);
        assertThat(served.post(PROJECT + "/feature-groups/cards/1/rows", ROWS).status())
                .isEqualTo(200);
    }

    @Test
    void rowsThatWereInsertedAreRead() {
        insertCards();

        ServedStore.Reply rows = served.get(PROJECT + "/feature-groups/cards/1/rows?where=amount%20%3E%201");

        assertThat(rows.status()).isEqualTo(200);
        assertThat(rows.body().replaceAll("\\s", ""))
                .isEqualTo("[{\"card\":\"a\",\"at\":\"2026-01-01T00:00:00Z\",\"amount\":1.5}]");
    }

    private void view() {
        ServedStore.Reply made = served.post(PROJECT + "/feature-views", """
                {"name": "risk", "version": 1, "query": {"group": {"name": "cards", "version": 1}, "columns": ["amount"]}}""");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @Test
    void aViewGivesVectorsForEntries() {
        insertCards();
        view();

        ServedStore.Reply vectors = served.post(
                PROJECT + "/feature-views/risk/1/vectors", "{\"entries\": [{\"card\": \"a\"}, {\"card\": \"z\"}]}");

        assertThat(vectors.status()).as(vectors.body()).isEqualTo(200);
        assertThat(vectors.body()).contains("\"values\":[1.5]", "\"statuses\":[\"PRESENT\"]", "\"NOT_FOUND\"");
    }

    @Test
    void sqlReadsGroupsAndNothingElse() {
        insertCards();

        assertThat(served.post(PROJECT + "/sql", "{\"sql\": \"select count(*) as n from cards\"}")
                        .body())
                .contains("\"n\":2");
        assertThat(served.post(PROJECT + "/sql", "{\"sql\": \"select * from read_csv('/etc/passwd')\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatFailsWhileRowsAreFoundIsAProblemToo() {
        insertCards();

        ServedStore.Reply reply =
                served.post(PROJECT + "/sql", "{\"sql\": \"select cast(card as integer) n from cards\"}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.body()).contains("\"kind\":\"user\"");
    }

    @Test
    void whatIsWrongIsAProblemWithItsCode() {
        ServedStore.Reply reply = served.post(PROJECT + "/feature-groups", "{\"nmae\": \"cards\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.body()).contains("\"code\":\"BAD_REQUEST\"", "\"kind\":\"user\"", "primary_key");
        assertThat(served.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(served.send(served.key(), "DELETE", "/health/live", "").status())
                .isEqualTo(405);
    }

    @Test
    void theAuditSaysWhoDidWhat() {
        insertCards();
        served.send("sw_000000000000_" + "x".repeat(43), "GET", PROJECT, "");

        String audit = served.get(PROJECT + "/audit?action=rows.*").body();
        String all = served.get("/api/v1/audit").body();

        assertThat(audit)
                .contains(
                        "\"action\":\"rows.insert\"", "\"asset\":\"feature_group:cards/1\"", "\"principal\":\"admin\"");
        assertThat(all).contains("\"action\":\"authenticate\"", "\"outcome\":\"denied\"");
        assertThat(served.get("/api/v1/audit/check").body()).contains("\"whole\":true");
    }

    @Test
    void aChangeIsInTheAuditBeforeItIsMadeAndAgainIfItFails() {
        insertCards();
        served.post(PROJECT + "/feature-groups/cards/1/rows", "[{\"card\": 1.5}]");

        String audit = served.get(PROJECT + "/audit?action=rows.insert").body();

        assertThat(audit.replaceAll("[^:]*\"outcome\":\"(\\w+)\"", "<$1>").replaceAll("(?s)[^<]*(<\\w+>)[^<]*", "$1"))
                .isIn("<allowed><allowed><failed>", "<failed><allowed><allowed>");
    }

    @Test
    void theLogHasALineForEachRequestAndNoSecret() {
        served.get(PROJECT + "/files?directory=Models");

        served.awaitLogged(line -> line.contains("\"path\":\"" + PROJECT + "/files\"")
                && line.contains("\"who\":\"admin\"")
                && line.contains("\"status\":200"));
        assertThat(served.log()).noneMatch(line -> line.contains(served.key()));
    }

    @Test
    void metricsCountRequestsAndWhatUserCodeCounts() {
        insertCards();
        view();
        Counters.of("first_requests").add(3);
        ServedStore.Reply deployed = served.put(PROJECT + "/deployments/served", """
                {"name": "served", "routing": {"arms": [{"share": 1, "variant": {"view": {"name": "risk", "version": 1}}}]}}""");
        assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
        served.post(PROJECT + "/deployments/served/predict", "{\"entries\": [{\"card\": \"a\"}]}");

        served.awaitCounted("shearwater_requests_total{action=\"deployments.predict\"");
        assertThat(served.get("/metrics").body())
                .contains(
                        "shearwater_requests_total{action=\"rows.insert\",outcome=\"ok\",protocol=\"rest\"} 1.0",
                        "shearwater_user_total{counter=\"first_requests\"} 3.0",
                        "shearwater_definitions{kind=\"feature_view\",project=\"fraud\"} 1.0",
                        "shearwater_store_free_bytes ",
                        "shearwater_step_seconds_count{deployment=\"served\",project=\"fraud\",step=\"vector\"} 1");
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAnotherStart() {
        insertCards();
        String key = served.key();
        served.close();

        try (ShearwaterServer again = ShearwaterServer.start(directory.resolve("store"), ServerOptions.defaults())) {
            assertThat(again.administratorKey()).isEmpty();
            assertThat(ServedStore.over(again, key)
                            .get(PROJECT + "/feature-groups/cards/1/rows?limit=1")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(Files.exists(directory.resolve("store/administrator.key"))).isTrue();
    }
}
