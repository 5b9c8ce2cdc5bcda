package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of the bank that its data owner lets the project that looks for fraud read. */
@Tag("server")
class SharedGroupsTest {
    private static final String BANK = "/api/v1/projects/bank";
    private static final String FRAUD = "/api/v1/projects/fraud";
    private static final String CARDS = "/feature-groups/cards/1";
    private static final String SHARE = BANK + CARDS + "/shares/fraud";
    private static final String AMOUNT = "{\"features\": [\"amount\"]}";

    private ServedStore served;
    private String banker = "";
    private String analyst = "";

    @BeforeEach
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        for (String project : new String[] {"bank", "fraud", "secret"}) {
            served.post("/api/v1/projects", "{\"name\": \"" + project + "\"}");
        }
        served.post(BANK + "/feature-groups", """
                {"name": "cards", "version": 1, "primary_key": ["card"], "storage": "offline_and_online",
                 "features": [{"name": "card", "type": "string"}, {"name": "amount", "type": "double"},
                              {"name": "holder", "type": "string"}]}""");
        served.post(BANK + CARDS + "/rows", "[{\"card\": \"a\", \"amount\": 1.5, \"holder\": \"Ada\"}]");
        banker = member("banker@example.com", BANK, "data_owner");
        analyst = member("analyst@example.com", FRAUD, "data_scientist");
    }

    private String member(String name, String project, String role) {
        String key = served.newUser(name);
        served.put(project + "/members/" + name, "{\"role\": \"" + role + "\"}");
        return key;
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private ServedStore.Reply analyst(String method, String path, String body) {
        return served.send(analyst, method, FRAUD + path, body);
    }

    @Test
    void whoBelongsToOneProjectOnlyLearnsOfNoOtherBySharing() {
        ServedStore.Reply there = served.send(banker, "PUT", BANK + CARDS + "/shares/secret", AMOUNT);
        ServedStore.Reply not = served.send(banker, "PUT", BANK + CARDS + "/shares/nowhere", AMOUNT);

        assertThat(there.status()).isEqualTo(404);
        assertThat(withoutRequest(there.body()).replace("secret", "nowhere")).isEqualTo(withoutRequest(not.body()));
        assertThat(analyst("GET", CARDS, "").status()).isEqualTo(404);
    }

    private static String withoutRequest(String problem) {
        return problem.replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    @Test
    void theOtherProjectReadsWhatIsSharedAndChangesNothing() {
        served.put(FRAUD + "/members/banker@example.com", "{\"role\": \"observer\"}");
        ServedStore.Reply shared = served.send(banker, "PUT", SHARE, AMOUNT);
        assertThat(shared.status()).as(shared.body()).isEqualTo(200);
        assertThat(shared.body()).contains("\"owner\":\"bank\"", "\"reader\":\"fraud\"", "[\"amount\"]");

        assertThat(analyst("GET", CARDS, "").body()).contains("amount").doesNotContain("holder");
        assertThat(analyst("GET", CARDS + "/rows", "").body())
                .contains("\"card\":\"a\"", "\"amount\":1.5")
                .doesNotContain("Ada");
        assertThat(analyst("POST", "/sql", "{\"sql\": \"select holder from cards\"}")
                        .status())
                .isEqualTo(400);
        assertThat(analyst("GET", CARDS + "/rows?columns=holder", "").status()).isBetween(400, 404);
        assertThat(analyst("GET", CARDS + "/statistics", "").body()).doesNotContain("holder", "Ada");
        view();
        assertThat(analyst("POST", "/feature-views/amounts/1/vectors", "{\"entries\": [{\"card\": \"a\"}]}")
                        .body())
                .contains("1.5");
        assertThat(analyst("GET", "/received-shares", "").body()).contains("\"owner\":\"bank\"");

        for (String[] change : new String[][] {
            {"POST", "/rows", "[{\"card\": \"b\", \"amount\": 2.5}]"},
            {"POST", "/features", "{\"features\": [{\"name\": \"x\", \"type\": \"long\"}]}"},
            {"DELETE", "", ""}
        }) {
            ServedStore.Reply refused = served.send(served.key(), change[0], FRAUD + CARDS + change[1], change[2]);
            assertThat(refused.status()).as(refused.body()).isBetween(400, 499);
            assertThat(refused.body()).contains("belongs to the project 'bank'");
        }
        assertThat(served.send(banker, "GET", BANK + CARDS + "/rows", "").body())
                .contains("Ada");
    }

    private void view() {
        ServedStore.Reply made = analyst("POST", "/feature-views", """
                {"name": "amounts", "version": 1,
                 "query": {"group": {"name": "cards", "version": 1}, "columns": ["amount"]}}""");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @Test
    void aGrantCountsForASharedGroupAsForOnesOwn() {
        served.put(SHARE, "{}");
        String eve = member("eve@example.com", FRAUD, "restricted");
        assertThat(served.send(eve, "GET", FRAUD + CARDS + "/rows", "").status())
                .isEqualTo(403);

        served.put(FRAUD + "/members/eve@example.com/grants/cards/1", AMOUNT);

        assertThat(served.send(eve, "GET", FRAUD + CARDS + "/rows", "").body())
                .contains("1.5")
                .doesNotContain("Ada");
    }

    @Test
    void whatIsUsedIsTakenBackOnlyIfThatIsSaid() {
        served.put(SHARE, AMOUNT);
        view();
        assertThat(served.send(banker, "GET", BANK + "/shares", "").body()).contains("\"reader\":\"fraud\"");
        assertThat(served.send(banker, "DELETE", SHARE, "").status()).isEqualTo(409);

        assertThat(served.send(banker, "DELETE", SHARE + "?in_use=true", "").status())
                .isEqualTo(204);

        assertThat(analyst("GET", CARDS + "/rows", "").status()).isBetween(400, 404);
        assertThat(analyst("POST", "/feature-views/amounts/1/vectors", "{\"entries\": [{\"card\": \"a\"}]}")
                        .status())
                .isBetween(400, 499);
        assertThat(served.send(banker, "GET", BANK + "/shares", "").body()).doesNotContain("fraud");
    }
}
