package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import io.shearwater.transform.BuiltIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a view to a prediction, in the terminal alone. */
class ModelCommandsTest {
    private static final int ROWS = 600;
    private static final String CASCADE = """
            package acme;
            import io.shearwater.learning.*;
            import io.shearwater.learning.Prediction.Outcome;
            import io.shearwater.model.DataType;
            import java.util.Map;
            public final class Cascade implements PredictionLogic {
                public LogicSchema schema() {
                    return LogicSchema.answering(DataType.STRING).needs("amount", DataType.DOUBLE)
                            .needs("shop", DataType.STRING).gives("risk", DataType.DOUBLE);
                }
                public Outcome predict(Map<String, Object> entry, Parts parts) {
                    double risk = parts.ask("a", entry).outcome().probability("true");
                    if (risk > 0.5) {
                        risk = parts.ask("b", entry).outcome().probability("true");
                    }
                    return Outcome.of(risk > 0.5 ? "stop" : "pass").withOutput("risk", risk);
                }
            }
            """;

    @TempDir
    private Path directory;

    private String store = "";

    @BeforeEach
    void makeStore() {
        store = directory.resolve("store").toString();
        FeatureGroupSpec payments = FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("shop", DataType.STRING)
                .feature("region", DataType.STRING)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .online()
                .build();
        Random random = new Random(3);
        FrameBuilder rows = new FrameBuilder(payments.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            double amount = random.nextInt(400);
            rows.append(id, amount, "shop " + id % 3, id % 2 == 0 ? "north" : "south", amount > 300);
        }
        try (FeatureStore made = Shearwater.open(directory.resolve("store"))) {
            made.createFeatureGroup(payments).insert(rows.build());
            made.createFeatureView(FeatureViewSpec.builder(
                            "risk", 1, made.featureGroup("payments").select("amount", "shop", "region", "is_fraud"))
                    .labels("is_fraud")
                    .trainingHelpers("region")
                    .transform(BuiltIns.oneHotEncoder("shop"))
                    .build());
        }
    }

    private Screen run(int code, String... arguments) {
        Screen screen = Screen.pipe();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--store";
        all[arguments.length + 1] = store;
        assertThat(screen.run(all)).as(screen.err()).isEqualTo(code);
        return screen;
    }

    @Test
    void aModelIsTrainedJudgedDeployedAndAsked() {
        run(
                0,
                "train",
                "risk",
                "--model",
                "card_risk",
                "--test",
                "0.3",
                "--param",
                "num_round=10",
                "--slices",
                "region",
                "--require",
                "roc_auc>=0.9",
                "--require",
                "accuracy>=0.8@region");
        assertThat(run(0, "report", "risk").out())
                .contains("What 2 features tell of 'is_fraud'", "amount", "SUSPICIOUS");
        assertThat(run(0, "models", "list", "--output", "csv").out().lines())
                .containsExactly(
                        "model,versions,newest,stage,format,aliases,description",
                        "card_risk,1,1,unvalidated,xgboost,,");
        run(0, "models", "alias", "card_risk/1", "champion");
        run(0, "models", "stage", "card_risk@champion", "validated");
        assertThat(run(1, "models", "stage", "card_risk", "production").err()).contains("needs a comment");
        run(0, "models", "stage", "card_risk", "production", "--comment", "looked at");
        assertThat(run(0, "models", "show", "card_risk").out())
                .contains("is_fraud, binary of [false, true]", "looked at");
        assertThat(run(0, "models", "card", "card_risk", "--write", "Cost=nothing")
                        .out())
                .contains("Cost", "written");
        assertThat(run(0, "runs", "card_risk", "--where", "metrics.roc_auc > 0.9")
                        .out())
                .contains("FINISHED");

        assertThat(run(0, "deploy", "check", "card_risk@champion", "--fallback", "amount=last,median")
                        .out())
                .contains("passed feature", "amount", "response");
        assertThat(run(0, "deployments", "list").out()).contains("check", "card_risk version 1", "amount");
        assertThat(run(0, "deployments", "schema", "check").out()).contains("passed feature", "amount", "response");
        Screen asked = run(0, "predict", "check", "amount=399", "shop=shop 1", "--explain");
        assertThat(asked.out())
                .contains("prediction   true", "model        card_risk version 1", "PASSED", "contribution");
        assertThat(run(0, "predict", "check", "amount=1", "shop=shop 1").out()).contains("prediction   false");
        assertThat(run(0, "groups").out()).contains("card_risk");
    }

    @Test
    void aVersionIsEvaluatedLaterAndWhatWasFoundKeepsItFromProduction() {
        run(0, "train", "risk", "--model", "card_risk", "--test", "0.3", "--param", "num_round=10");
        run(0, "models", "stage", "card_risk", "validated");
        assertThat(run(1, "models", "evaluate", "card_risk", "--slices", "region", "--require", "roc_auc>=1.1@region")
                        .err())
                .contains("does not pass the validation 'validation'", "FAILED  roc_auc at least 1.1 for each region");
        assertThat(run(1, "models", "stage", "card_risk", "production", "--comment", "hurry")
                        .err())
                .contains("card_risk version 1 cannot be validated", "training data 1, part test", "FAILED");
        run(0, "models", "evaluate", "card_risk/1", "--part", "train", "--require", "roc_auc>=0.9");
        run(0, "models", "stage", "card_risk", "production", "--comment", "mended");
        assertThat(run(0, "models", "validations", "card_risk", "--output", "csv")
                        .out())
                .contains(
                        "1,validation,",
                        "risk version 1, training data 1, part test",
                        "1 of 1 failed",
                        "2,validation,",
                        "part train",
                        "passed");
        assertThat(run(2, "models", "evaluate", "card_risk", "--part", "train", "--days", "..2026-01-01")
                        .err())
                .contains("leave out --training-dataset and --part");
        assertThat(run(1, "models", "evaluate", "card_risk", "--days", "2026-01-01..")
                        .err())
                .contains("event time");
        assertThat(run(1, "models", "evaluate", "card_risk", "--name", "A").err())
                .contains("'A' is not allowed");
    }

    @Test
    void logicFromAJarAsksTwoModels() throws IOException {
        for (String name : List.of("cheap", "strong")) {
            run(0, "train", "risk", "--model", name, "--test", "0.3", "--param", "num_round=5");
        }
        Path jar = jarWith(CASCADE);
        String[] deploy = {
            "deploy",
            "checkout",
            "--logic",
            "acme.Cascade",
            "--jar",
            jar.toString(),
            "--model",
            "a=cheap/1",
            "--model",
            "b=strong",
            "--vectors",
            "v=risk/1"
        };
        assertThat(run(0, deploy).out()).contains("passed feature", "amount", "response", "risk");
        Files.delete(jar);
        assertThat(run(0, "deployments", "list").out())
                .contains("acme.Cascade", "a=cheap version 1, b=strong version 1, v=vectors of risk version 1");
        assertThat(run(0, "predict", "checkout", "amount=399", "shop=shop 1", "--explain")
                        .out())
                .contains("prediction   stop", "logic        acme.Cascade", "asked a cheap version 1", "contribution");
        assertThat(run(0, "predict", "checkout", "amount=1", "shop=shop 1").out())
                .contains("prediction   pass")
                .doesNotContain("strong version 1");
        assertThat(run(0, "doctor").out()).contains("1 deployment, code as registered");
        try (Stream<Path> kept = Files.list(directory.resolve("store").resolve("code"))) {
            Files.writeString(kept.findFirst().orElseThrow(), "other");
        }
        assertThat(run(1, "doctor").out()).contains("deployment checkout", "is not the code that was registered");
        assertThat(run(1, "deploy", "other", "--logic", "acme.Cascade").err())
                .contains("There is no class 'acme.Cascade' on the class path");
        assertThat(run(2, "deploy", "other", "cheap", "--jar", "rules.jar").err())
                .contains("--jar, --model and --vectors belong to a --logic CLASS");
        assertThat(run(2, "deploy", "other", "--logic", "acme.Cascade", "--jar", "rules.jar")
                        .err())
                .contains("There is no file 'rules.jar'");
    }

    private Path jarWith(String source) throws IOException {
        Path file = Files.createDirectories(directory.resolve("source")).resolve("Cascade.java");
        Files.writeString(file, source);
        Path classes = directory.resolve("classes");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString());
        assertThat(compiled).isZero();
        Path jar = directory.resolve("rules.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("acme/Cascade.class"));
            Files.copy(classes.resolve("acme/Cascade.class"), out);
        }
        return jar;
    }

    @Test
    void mistakesAreToldInASentence() {
        assertThat(run(1, "train", "risk", "--model", "r", "--test", "0.3", "--trainer", "xgbost")
                        .err())
                .contains("Did you mean 'xgboost'?");
        assertThat(run(1, "train", "risk", "--model", "r", "--test", "0.3", "--param", "max_dept=3")
                        .err())
                .contains("max_dept", "max_depth");
        assertThat(run(2, "train", "risk", "--model", "r", "--test", "0.3", "--require", "auc")
                        .err())
                .contains("pr_auc>=0.5");
        assertThat(run(
                                1,
                                "train",
                                "risk",
                                "--model",
                                "r",
                                "--test",
                                "0.3",
                                "--param",
                                "num_round=1",
                                "--require",
                                "log_loss<=0.0001")
                        .err())
                .contains("not registered", "FAILED  log_loss at most 1.0E-4");
        assertThat(run(1, "train", "risk", "--model", "r", "--test", "0.3", "--without", "amont")
                        .err())
                .contains("Did you mean 'amount'?");
        assertThat(run(0, "training-data", "risk", "--output", "csv").out().lines())
                .as("training data of refused trainings")
                .hasSize(1);
        assertThat(run(2, "report", "risk", "--label", "is_fraudd").err()).contains("Did you mean 'is_fraud'?");
        assertThat(run(1, "models", "show", "nothing").err()).contains("no model 'nothing'");
        assertThat(run(2, "models", "show", "a/b").err()).contains("'a/b' is no model");
        assertThat(run(2, "deploy", "check").err()).contains("MODEL, or a --view");
        assertThat(run(1, "deploy", "check", "card_risk").err()).contains("no model 'card_risk'");
        assertThat(run(1, "predict", "check", "id=1").err()).contains("no deployment 'check'");
    }
}
