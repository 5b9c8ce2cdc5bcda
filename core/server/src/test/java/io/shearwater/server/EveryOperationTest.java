package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.server.ServedStore.Reply;
import io.shearwater.wire.FrameStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation is asked for once, with all that its request may say, as far as that is possible at once: what comes and goes is held
 * against the description by {@link ServedStore}.
 */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOperationTest {
    private static final String ROOT = "/api/v1";
    private static final String PROJECT = ROOT + "/projects/fraud";
    private static final String CARDS = PROJECT + "/feature-groups/cards/1";
    private static final String SUMS = PROJECT + "/feature-groups/card_sums/1";
    private static final String POINTS = PROJECT + "/feature-groups/points/1";
    private static final String RISK = PROJECT + "/feature-views/risk/1";
    private static final String ABOVE = PROJECT + "/feature-views/above/1";
    private static final String MODEL = PROJECT + "/models/above";
    private static final String ZIP = "application/zip";
    private static final String TYPED = "application/vnd.shearwater.typed-entries+json";

    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory.resolve("store"));
    }

    @AfterAll
    void stop() {
        served.close();
    }

    @Test
    void everyOperationAnswersAsItIsDescribed() throws IOException {
        people();
        groups();
        rows();
        views();
        vectors();
        trainingData();
        sqlAndFiles();
        definitions();
        experiments();
        models();
        modelsAtWork();
        deployments();
        secretsAndAudit();
        ends();

        Set<String> left = new TreeSet<>();
        served.described().operations().forEach(operation -> left.add(operation.toString()));
        left.removeAll(served.done());
        assertThat(left).as("operations that this test does not ask for").isEmpty();
        assertThat(served.log()).noneMatch(line -> line.contains("DEFECT") || line.contains("GONE"));
    }

    private static Reply done(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
        return reply;
    }

    private Reply get(String path) {
        return done(served.get(path));
    }

    private Reply post(String path, String body) {
        return done(served.post(path, body));
    }

    private Reply put(String path, String body) {
        return done(served.put(path, body));
    }

    private Reply send(String method, String path, String body) {
        return done(served.send(served.key(), method, path, body));
    }

    private void delete(String path) {
        send("DELETE", path, "");
    }

    private static String word(Reply reply, String member) {
        return reply.body().replaceAll("(?s).*?\"" + member + "\":\"?([^\",}]+).*", "$1");
    }

    /** A document, which is first, with what comes along. */
    private static byte[] zip(String document, String text, String other, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(document));
            zip.write(bytes(text));
            zip.putNextEntry(new ZipEntry(other));
            zip.write(content);
        }
        return out.toByteArray();
    }

    /** Uploads a request with what comes along. */
    private Reply along(String path, String text, String other, byte[] content) throws IOException {
        return done(served.upload(path, ZIP, zip("request.json", text, other, content)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frames() {
        Schema columns = Schema.of(new Field("a", DataType.LONG), new Field("b", DataType.STRING));
        return frames(
                new FrameBuilder(columns, 2).append(1L, "x").append(2L, null).build());
    }

    /** Keys and times of points. */
    private static byte[] spine() {
        Schema columns = Schema.of(new Field("id", DataType.LONG), new Field("at", DataType.TIMESTAMP));
        FrameBuilder rows = new FrameBuilder(columns, 100);
        for (long id = 0; id < 100; id++) {
            rows.append(id, Instant.parse("2026-01-02T00:00:30Z").plusSeconds(id));
        }
        return frames(rows.build());
    }

    private static byte[] frames(Frame rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(rows.reader(), out);
        return out.toByteArray();
    }

    private void people() {
        get("/health/live");
        get("/health/ready");
        get("/metrics");
        get(ROOT + "/openapi.json");
        get(ROOT + "/docs");
        post(ROOT + "/projects", "{\"name\": \"fraud\"}");
        post(ROOT + "/projects", "{\"name\": \"bank\", \"owner\": \"admin\"}");
        get(ROOT + "/whoami");
        get(ROOT + "/projects?limit=1");
        get(PROJECT);
        put(ROOT + "/users/ana@example.com", "{\"standing\": \"member\", \"state\": \"enabled\"}");
        get(ROOT + "/users");
        put(PROJECT + "/members/ana@example.com", "{\"role\": \"restricted\"}");
        post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
        put(PROJECT + "/members/ana@example.com/grants/cards/1", "{\"features\": [\"amount\"]}");
        get(PROJECT + "/members");
        delete(PROJECT + "/members/ana@example.com/grants/cards/1");
        delete(PROJECT + "/members/ana@example.com");
        post(PROJECT + "/service-accounts", "{\"name\": \"loader\", \"description\": \"nightly\"}");
        get(PROJECT + "/service-accounts");
        delete(PROJECT + "/service-accounts/loader");
        String id = word(
                post(
                        ROOT + "/keys",
                        "{\"label\": \"x\", \"project\": \"fraud\","
                                + " \"permissions\": [\"features_read\"], \"life\": \"P30D\"}"),
                "id");
        get(ROOT + "/keys?principal=admin");
        post(ROOT + "/keys/" + id + "/rotate?grace=PT1H", "");
        delete(ROOT + "/keys/" + id);
        delete(ROOT + "/users/ana@example.com");
        put(ROOT + "/quotas/fraud/feature_groups", "{\"most\": 50}");
        get(PROJECT + "/quotas");
        put(ROOT + "/quotas/fraud/feature_groups", "{}");
    }

    private void groups() {
        post(PROJECT + "/feature-groups", """
                {"name": "points", "version": 1, "description": "Points of a square", "primary_key": ["id"],
                 "event_time": {"column": "at", "zone": "Europe/Lisbon", "known_after": "PT0S"},
                 "storage": "offline_and_online", "ttl": "P9999D", "entity": "point",
                 "features": [{"name": "id", "type": "long", "description": "Which"}, {"name": "at", "type": "timestamp"},
                  {"name": "x", "type": "double", "feature_type": "ratio"}, {"name": "y", "type": "double"},
                  {"name": "card", "type": "string", "default": "none"}, {"name": "is_above", "type": "boolean"}],
                 "foreign_keys": [{"group": "cards", "columns": ["card"]}],
                 "partitions": [{"column": "id", "transform": "bucket", "buckets": 2}],
                 "statistics": {"parts": ["summary", "distribution", "correlation"], "columns": ["x", "y"]}}""");
        post(
                CARDS + "/features",
                "{\"features\": [{\"name\": \"country\", \"type\": \"string\", \"default\": \"PT\"}]}");
        send("PATCH", CARDS + "/features/country", "{\"name\": \"land\"}");
        delete(CARDS + "/features/land");
        post(PROJECT + "/feature-groups", """
                {"name": "card_sums", "version": 1, "primary_key": ["card"], "event_time": "at",
                 "storage": "offline_and_online", "aggregation": {"events": {"name": "cards", "version": 1},
                  "where": {"not": {"is_null": "amount"}},
                  "aggregates": [{"name": "sum_1h", "function": {"call": "sum(amount)"}, "window": "rolling 1h",
                    "exclude_current": true, "when_missing": {"double": 0}}]}}""");
        post(SUMS + "/aggregates", """
                {"aggregates": [{"name": "large", "window": "rolling 1d", "function":
                  {"numerator": {"call": "count(amount)", "where": {"compare": {"column": "amount", "operator": ">", "value": {"double": 5}}}},
                   "denominator": {"call": "count(amount)"}}}]}""");
        get(PROJECT + "/feature-groups");
        get(PROJECT + "/feature-groups/cards");
        get(SUMS);
        put(CARDS + "/tags/team", "{\"value\": \"risk\"}");
        put(CARDS + "/tags/of", "{\"value\": \"cards\"}");
        delete(CARDS + "/tags/of");
        put(CARDS + "/shares/bank", "{\"features\": [\"amount\"]}");
        get(PROJECT + "/shares");
        get(ROOT + "/projects/bank/received-shares");
        delete(CARDS + "/shares/bank?in_use=true");
    }

    private void rows() {
        String first = word(post(CARDS + "/rows", """
                        [{"card": "a", "at": "2026-01-01T00:00:00Z", "amount": 1.5},
                         {"card": "b", "at": "2026-01-02T00:00:00Z", "amount": null}]"""), "id");
        String last = word(post(CARDS + "/rows/append", """
                        {"columns": ["card", "at", "amount"], "rows": [["c", "2026-01-03T00:00:00Z", 7]]}"""), "id");
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            double x = (i * 37 % 100) / 100.0;
            double y = (i * 61 % 100) / 100.0;
            Instant at = Instant.parse("2026-01-02T00:00:00Z").plusSeconds(i);
            points.append("{\"id\": " + i + ", \"at\": \"" + at + "\", \"x\": " + x + ", \"y\": " + y
                    + ", \"card\": \"a\", \"is_above\": " + (y > x) + "}\n");
        }
        done(served.upload(POINTS + "/rows", "application/x-ndjson", bytes(points.toString())));
        get(CARDS + "/rows?columns=card,amount&where=amount%20%3E%201&from=2025-01-01T00:00:00Z&limit=5");
        get(CARDS + "/changes?from=" + first + "&to=" + last);
        post(CARDS + "/rows/read", """
                {"columns": ["card"], "filter": {"or": [{"in": {"column": "card", "values": [{"string": "a"}]}},
                  {"like": {"column": "card", "pattern": "b%%"}}]}, "range": {"up_to": "2027-01-01T00:00:00Z"}, "as_of_commit": %s, "limit": 9}""".formatted(last));
        post(CARDS + "/online-rows?limit=2", "{\"card\": \"a\"}");
        post(CARDS + "/rows/delete", "[{\"card\": \"c\"}]");
        send("DELETE", CARDS + "/rows?where=card%20%3D%20%27zz%27", "");
        post(CARDS + "/rows/delete-where", "\"card = 'zz'\"");
        get(CARDS + "/commits?offset=1&limit=1");
        get(POINTS + "/statistics");
        get(POINTS + "/statistics/stored");
        get(CARDS + "/statistics/stored");
        post(POINTS + "/statistics", "{\"parts\": [\"correlation\"], \"columns\": [\"x\", \"y\", \"is_above\"]}");
        post(CARDS + "/compact", "");
        post(CARDS + "/materialize", "");
        post(CARDS + "/materialize-range?from=2025-01-01T00:00:00Z", "");
        post(CARDS + "/adopt", "");
        post(CARDS + "/rebuild-online", "");
        post(POINTS + "/purge-expired", "");
        post(CARDS + "/expire-commits?older_than=2025-01-01T00:00:00Z", "");
        get(CARDS + "/online-check");
    }

    private void views() {
        post(PROJECT + "/feature-views?if_absent=true", """
                {"name": "risk", "version": 1, "description": "Of cards", "inference_helpers": ["at"],
                 "query": {"group": {"name": "cards", "version": 1}, "columns": ["amount", "at"], "filter": "amount > 0"}}""");
        post(PROJECT + "/feature-views", """
                {"name": "above", "version": 1, "labels": ["is_above"], "training_helpers": ["id"],
                 "query": {"group": {"name": "points", "version": 1}, "columns": ["id", "x", "y", "is_above"],
                  "joins": [{"query": {"group": {"name": "cards", "version": 1}, "columns": ["amount"]}, "on": [{"left": "card", "right": "card"}],
                   "prefix": "card_", "strictly_before": true, "lookback": "P90D", "required": false}]},
                 "transformations": [{"function": {"name": "standard_scaler"}, "inputs": ["x"], "outputs": ["x_scaled"]}]}""");
        get(PROJECT + "/feature-views");
        get(PROJECT + "/feature-views/risk");
        get(RISK);
        get(RISK + "/schema?of=serving_keys");
        get(RISK + "/explain");
        put(RISK + "/tags/team", "{\"value\": \"risk\"}");
        delete(RISK + "/tags/team");
        String query = "{\"group\": {\"name\": \"cards\", \"version\": 1}, \"whole_row\": true}";
        post(PROJECT + "/query", query);
        post(PROJECT + "/query/explain", query);
    }

    private void vectors() {
        post(RISK + "/vectors?logged=true", "{\"entries\": [{\"card\": \"a\"}, {\"card\": \"z\"}]}");
        done(served.upload(RISK + "/vectors", TYPED, bytes("{\"entries\": [{\"card\": {\"string\": \"b\"}}]}")));
        post(RISK + "/inference-helpers", "{\"card\": \"a\"}");
        post(RISK + "/why?feature=amount", "{\"card\": \"a\"}");
        get(RISK + "/batch?from=2025-01-01T00:00:00Z");
        post(RISK + "/batch", "[{\"card\": \"a\", \"at\": \"2026-02-01T00:00:00Z\"}]");
        get(RISK + "/latest");
        post(RISK + "/vector-log/flush", "");
        get(RISK + "/vector-log");
        get(RISK + "/skew?most=10&share=1.0");
    }

    private void trainingData() throws IOException {
        String datasets = ABOVE + "/training-datasets";
        post(datasets, """
                {"split": {"random": {"parts": [{"name": "train", "share": 0.6}, {"name": "validation", "share": 0.2}, {"name": "test", "share": 0.2}],
                  "seed": 7, "group_by": ["id"], "sizes": "near"}}, "filter": "x >= 0", "range": {"after": "2026-01-01T00:00:00Z"},
                 "weight_label": "is_above"}""");
        String byTime = """
                {"split": {"by_time": {"parts": [{"name": "train", "range": {"up_to": "2026-01-02T00:01:00Z"}},
                  {"name": "test", "range": {"after": "2026-01-02T00:01:00Z"}}]}}}""";
        along(datasets, byTime, "rows/0.frames", spine());
        get(datasets);
        get(datasets + "/1");
        get(datasets + "/1/parts/train?roles=true");
        get(datasets + "/1/gathered?without=test");
        get(datasets + "/1/files?format=csv");
        get(ABOVE + "/fitted?training_dataset=1");
        get(ABOVE + "?training_dataset=1");
        delete(datasets + "/2");
    }

    private void sqlAndFiles() throws IOException {
        String sql = "{\"sql\": \"select count(*) as n from cards\", \"zone\": \"Europe/Lisbon\"}";
        post(PROJECT + "/sql", sql);
        post(PROJECT + "/sql/inspect", sql);
        post(PROJECT + "/sql/explain", """
                {"sql": "select * from c, d", "tables": {"c": {"group": {"name": "cards", "version": 1}, "read": {"limit": 1}},
                  "d": {"columns": [{"name": "a", "type": "long"}]}}}""");
        byte[] frames = frames();
        String table = "{\"sql\": \"select a from t\", \"tables\": {\"t\": {\"rows\": 0}}}";
        assertThat(along(PROJECT + "/sql", table, "rows/0.frames", frames).body())
                .contains("2");
        along(PROJECT + "/row-statistics", "{\"parts\": [\"distribution\"]}", "rows/0.frames", frames);
        String form = "{\"format\": \"csv\", \"nulls\": [\"-\"], \"zone\": \"UTC\", \"constants\": {\"c\": \"d\"}}";
        assertThat(along(PROJECT + "/file-rows", form, "files/0/x.csv", bytes("a,b\n1,-\n"))
                        .body())
                .contains("\"a\":1");
        along(PROJECT + "/row-files?name=rows.csv", "{}", "rows/0.frames", frames);
        String file = PROJECT + "/files/Resources/a%20note.txt";
        done(served.upload("PUT", file, "application/octet-stream", bytes("note")));
        get(PROJECT + "/files?directory=Resources");
        get(file);
        delete(file);
    }

    private void definitions() {
        Reply all = get(PROJECT + "/definitions");
        String changes = """
                [{"create_group": {"spec": {"name": "shops", "version": 1, "primary_key": ["shop"],
                   "features": [{"name": "shop", "type": "string"}]}, "tags": {"team": "risk"}}},
                 {"create_view": {"name": "shop", "version": 1, "query": {"group": {"name": "shops", "version": 1}}}},
                 {"describe_view": {"view": {"name": "risk", "version": 1}, "description": "Of a card"}}]""";
        post(PROJECT + "/definitions/check", "{\"changes\": " + changes + "}");
        post(PROJECT + "/definitions", "{\"base\": " + all.body() + ", \"changes\": " + changes + "}");
        post(PROJECT + "/definitions", """
                {"changes": [{"delete_view": {"name": "shop", "version": 1}}, {"delete_group": {"name": "shops", "version": 1}}]}""");
        get(PROJECT + "/transformations?check=true");
    }

    private void experiments() {
        String id = word(
                post(PROJECT + "/experiments?if_absent=true", "{\"name\": \"tries\", \"tags\": {\"a\": \"b\"}}"),
                "experiment_id");
        get(PROJECT + "/experiments");
        get(PROJECT + "/experiments/" + id);
        send("PATCH", PROJECT + "/experiments/" + id, "{\"name\": \"trials\", \"tags\": {\"c\": \"d\"}}");
        String run = word(post(PROJECT + "/runs", "{\"experiment\": \"trials\", \"name\": \"first\"}"), "run_id");
        post(PROJECT + "/runs/" + run + "/log", """
                {"params": {"depth": "3"}, "metrics": [{"key": "loss", "value": 0.5, "step": 1}, {"key": "loss", "value": "NaN"}],
                 "tags": {"e": "f"}, "inputs": [{"name": "x", "digest": "1", "source_type": "file", "source": "x.csv", "context": "training"}]}""");
        get(PROJECT + "/runs/" + run);
        get(PROJECT + "/runs/" + run + "/metrics/loss?from=0&limit=10");
        send("PATCH", PROJECT + "/runs/" + run, "{\"status\": \"finished\"}");
        post(PROJECT + "/runs/search", """
                {"experiments": ["trials"], "filter": "params.depth = '3'", "order_by": ["metrics.loss DESC"], "lifecycle": "active", "most": 5}""");
    }

    private void models() throws IOException {
        String draft = """
                {"name": "by_hand", "format": "by_hand", "metrics": {"auc": 0.5}, "signature":
                 {"features": [{"name": "amount", "type": "double"}], "task": "regression", "label": "price"}}""";
        String versions = PROJECT + "/models/by_hand/versions";
        done(served.upload(versions, ZIP, zip("draft.json", draft, "files/weights", bytes("1"))));
        get(versions + "/1/files");
    }

    private void modelsAtWork() {
        String training = """
                {"model": "%s", "data": {"view": {"ref": {"name": "above", "version": 1}, "training_dataset": 1}, "training_dataset": 1},
                 "learner": {"name": "xgboost", "seed": 1, "parameters": {"max_depth": "3", "num_round": "5"}},
                 "target": {"label": "is_above"},
                 "judgement": {"slices": [], "checks": [{"metric": "roc_auc", "rule": "at_least", "bound": 0.5}]},
                 "description": "Above the diagonal?"}""";
        post(PROJECT + "/model-trainings", training.formatted("above"));
        post(PROJECT + "/model-trainings", training.formatted("above"));
        post(PROJECT + "/model-searches", """
                {"name": "depths", "training": %s, "space": {"max_depth": {"one_of": ["1", "4"]}}, "strategy": {"grid": {}},
                 "goal": {"metric": "roc_auc", "direction": "maximize"}, "parallel": 1}""".formatted(training.formatted("searched")));
        post(PROJECT + "/model-evaluations", """
                {"model": {"name": "above", "version": 1}, "name": "again",
                 "view": {"ref": {"name": "above", "version": 1}, "training_dataset": 1, "untransformed": false}, "training_dataset": 1,
                 "part": "test", "judgement": {"slices": [], "checks": []}}""");
        String version = MODEL + "/versions/1";
        put(version + "/scorecard", """
                [{"check": {"metric": "roc_auc", "rule": "at_least", "bound": 0.5}, "passed": true, "why": "it is"}]""");
        put(version + "/description", "{\"text\": \"Above?\"}");
        put(version + "/card/Intended%20use", "{\"text\": \"Tests\"}");
        put(version + "/stage", "{\"stage\": \"validated\", \"comment\": \"fine\"}");
        put(MODEL + "/aliases/champion", "{\"version\": 1}");
        get(PROJECT + "/models");
        get(MODEL);
        get(MODEL + "/versions");
        get(version);
        get(version + "/card");
        get(version + "/lineage");
        get(version + "/view");
        get(MODEL + "/newest");
        get(MODEL + "/aliases/champion");
        get(MODEL + "/best?metric=roc_auc&direction=maximize");
        get(POINTS + "/models?limit=1");
        get(PROJECT + "/model-check");
        post(version + "/scores", "[{\"y\": 0.5, \"card_amount\": 1.5, \"x_scaled\": 0.1}]");
        delete(MODEL + "/aliases/champion");
    }

    private void deployments() {
        String spec = """
                {"name": "check", "routing": {"arms": [{"share": 1, "variant": {"model": {"name": "above", "version": 1}}}], "by": "entity",
                  "shadows": [{"model": {"name": "above", "version": 2}}], "simpler": {"model": {"name": "above", "version": 2}}},
                 "fallbacks": {"card_amount": [{"take": "mean"}, {"take": "constant", "value": "0"}]}, "timeout": "%s",
                 "slo": {"p99": "PT1S", "availability": 0.99}, "logging": "on"}""";
        String place = PROJECT + "/deployments/check";
        put(place, spec.formatted("PT5S"));
        put(place, spec.formatted("PT10S"));
        post(place + "/predict", "{\"entries\": [{\"card\": \"a\", \"x\": 0.1, \"y\": 0.5}], \"explain\": true}");
        get(PROJECT + "/deployments");
        get(place);
        get(place + "/schema");
        get(PROJECT + "/v2/models/check");
        get(PROJECT + "/v2/models/check/ready");
        post(PROJECT + "/v2/models/check/infer", """
                {"id": "r1", "inputs": [{"name": "card", "shape": [2], "datatype": "BYTES", "data": ["a", "b"]},
                  {"name": "x", "shape": [2, 1], "datatype": "FP64", "data": [[0.1], [0.2]]}, {"name": "y", "shape": [2], "datatype": "FP64", "data": [0.3, 0.1]}],
                 "outputs": [{"name": "prediction"}]}""");
        post(place + "/flush-log", "");
        get(place + "/report");
        post(place + "/rollback", "");
        String latest = "{\"model\": {\"name\": \"above\", \"version\": 1}, \"latest\": true, \"logged\": false}";
        post(PROJECT + "/batch-predictions", latest);
        post(PROJECT + "/batch-predictions/into/judged", latest);
        get(PROJECT + "/deployment-check");
        delete(place);
    }

    private void secretsAndAudit() {
        for (String secret : new String[] {"/secrets/project/token", "/secrets/own/token"}) {
            put(PROJECT + secret, "{\"value\": \"hush\"}");
            get(PROJECT + secret);
        }
        get(PROJECT + "/secrets");
        delete(PROJECT + "/secrets/project/token");
        delete(PROJECT + "/secrets/own/token");
        get(PROJECT + "/audit?action=rows.*&limit=5");
        get(ROOT + "/audit?outcome=allowed");
        get(ROOT + "/audit/check");
    }

    private void ends() {
        delete(MODEL + "/versions/2");
        delete(RISK);
        delete(SUMS);
        delete(ROOT + "/projects/bank");
    }
}
