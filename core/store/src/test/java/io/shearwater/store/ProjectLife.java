package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.transform.BuiltIns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A project's whole life under names that are the same in every project. All numbers are multiples of one that is the
 * project's, so that a value of another project is seen wherever it turns up.
 */
final class ProjectLife {
    static final int ROWS = 400;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("amount", DataType.DOUBLE)
            .feature("is_fraud", DataType.BOOLEAN)
            .primaryKey("id")
            .eventTime("at")
            .online()
            .build();

    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("id")
            .online()
            .build();

    private final FeatureStore store;
    private final int number;

    ProjectLife(FeatureStore store, int number) {
        this.store = store;
        this.number = number;
    }

    private double amount(long id) {
        return number * (double) (id + 1);
    }

    /** All of it up to what the methods below check. */
    void begin() {
        write();
        Query query = Query.of(PAYMENTS, List.of("amount", "is_fraud"))
                .join(Query.of(CARDS, List.of("spent")), Join.on("id"));
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder("risk", 1, query)
                .labels("is_fraud")
                .transform(BuiltIns.standardScaler("amount"))
                .build());
        TrainingData data = view.trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 7)));
        view.trainingData(TrainingOptions.whole().withSpine(spine()));
        ModelVersion model = store.models()
                .train(ModelTraining.of("card_risk", data).parameters(Map.of("max_depth", 2, "num_round", 3)));
        store.models().alias(model.ref(), "champion");
        Deployment deployment = store.deployments().deploy(DeploymentSpec.of("risk", model.ref()));
        deployment.predict(requests());
        deployment.flushLog();
        FeatureView logged = view.withTrainingDataset(1).logged();
        for (long id = 0; id < 20; id++) {
            logged.featureVector(Map.of("id", id, "amount", amount(id), "request_id", requestId(id)));
        }
        logged.vectorLog().flush();
        store.featureGroup("payments").tag("owner", "team " + number);
        store.files()
                .upload(
                        new ByteArrayInputStream(("notes of " + number).getBytes(StandardCharsets.UTF_8)),
                        "Resources/notes.txt");
    }

    private void write() {
        FeatureGroup payments = store.createFeatureGroup(PAYMENTS);
        FrameBuilder rows = new FrameBuilder(PAYMENTS.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            rows.append(id, START.plusSeconds(id), amount(id), id % 3 == 0);
        }
        Frame all = rows.build();
        // The same key in each project, in several commits so that they lie interleaved.
        for (int start = 0; start < ROWS; start += 100) {
            payments.insert(
                    all.slice(start, start + 100).reader(), WriteOptions.plain().withKey("rows from " + start));
        }
        assertThat(payments.insert(
                                all.slice(0, 100).reader(), WriteOptions.plain().withKey("rows from 0"))
                        .counts()
                        .inserted())
                .as("the commit of before")
                .isEqualTo(100);
        FrameBuilder cards = new FrameBuilder(CARDS.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            cards.append(id, amount(id));
        }
        store.createFeatureGroup(CARDS).insert(cards.build());
        payments.deleteRecords(Frame.of(Schema.of(new Field("id", DataType.LONG)), List.of(Map.of("id", 7L))));
    }

    private static Frame spine() {
        Schema schema = Schema.of(new Field("id", DataType.LONG), new Field("at", DataType.TIMESTAMP));
        return Frame.of(schema, List.of(Map.of("id", 3L, "at", START.plusSeconds(10))));
    }

    private List<Map<String, Object>> requests() {
        List<Map<String, Object>> requests = new ArrayList<>();
        for (long id = 0; id < 20; id++) {
            requests.add(Map.of("id", id, "amount", amount(id), "request_id", requestId(id)));
        }
        return requests;
    }

    private String requestId(long id) {
        return "request " + id + " of " + number;
    }

    /** What there is now is what this project did, and nothing else. */
    void check() {
        FeatureView view = store.featureView("risk");
        assertThat(store.sqlReader("select sum(amount) as total, count(*) as n from payments")
                        .readAll()
                        .toMaps())
                .containsExactly(Map.of("total", total(), "n", ROWS - 1L));
        assertThat(store.featureGroup("payments").commits()).hasSize(5);
        assertThat(store.featureGroup("payments")
                        .onlineRows(Map.of("id", 5L), TimeRange.ALL, 10)
                        .toMaps())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("amount", amount(5)));
        assertThat(store.featureGroup("payments").checkOnline().agrees()).isTrue();
        assertThat(view.untransformed()
                        .featureVector(Map.of("id", 11L, "amount", 0.0))
                        .toMap()
                        .get("spent"))
                .isEqualTo(amount(11));
        assertThat(view.trainingDatasets()).hasSize(2);
        assertThat(view.untransformed().trainingData(2).parts().values())
                .singleElement()
                .satisfies(
                        part -> assertThat(part.features().value(0, "amount")).isEqualTo(amount(3)));
        assertThat(view.withTrainingDataset(1).fittedTransformations().values())
                .singleElement()
                .satisfies(state -> assertThat(state.toString()).isNotEmpty());
        checkModel();
        checkLogs();
        assertThat(store.featureGroup("payments").tags()).isEqualTo(Map.of("owner", "team " + number));
        assertThat(notes()).isEqualTo("notes of " + number);
        assertThat(store.experiments().list())
                .extracting(experiment -> experiment.name())
                .containsExactly("card_risk");
    }

    private double total() {
        double total = 0;
        for (long id = 0; id < ROWS; id++) {
            total += id == 7 ? 0 : amount(id);
        }
        return total;
    }

    private void checkModel() {
        assertThat(store.models().versions("card_risk")).hasSize(1);
        ModelVersion model = store.models().aliased("card_risk", "champion");
        assertThat(model.version()).isEqualTo(1);
        assertThat(store.deployments().list())
                .singleElement()
                .extracting(DeploymentSpec::name)
                .isEqualTo("risk");
        assertThat(store.deployments().deployment("risk").predict(requests()).stream()
                        .map(prediction -> prediction.outcome().scores().getFirst()))
                .hasSize(20);
    }

    private void checkLogs() {
        Frame predictions = store.featureGroup("card_risk_1_predictions").read();
        assertThat(predictions.rows()).isGreaterThanOrEqualTo(20);
        for (int row = 0; row < predictions.rows(); row++) {
            requireOwn(predictions, row, "raw_amount");
            requireOwn(predictions, row, "spent");
        }
        Frame vectors = store.featureView("risk").vectorLog().group().read();
        assertThat(vectors.rows()).isEqualTo(20);
        for (int row = 0; row < vectors.rows(); row++) {
            requireOwn(vectors, row, "spent");
        }
    }

    private void requireOwn(Frame log, int row, String column) {
        String id = String.valueOf(log.value(row, "request_id"));
        assertThat(id).endsWith(" of " + number);
        assertThat(log.value(row, column)).isEqualTo(amount(Long.parseLong(id.split(" ")[1])));
    }

    private String notes() {
        try (InputStream in = store.files().open("Resources/notes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Takes everything away that keeps a project from being deleted. */
    void end() {
        store.deployments().remove("risk");
        store.models().delete(store.models().model("card_risk").ref());
        FeatureView view = store.featureView("risk");
        view.trainingDatasets().forEach(dataset -> view.deleteTrainingDataset(dataset.version()));
        store.deleteFeatureView("risk", 1);
        store.featureGroups()
                .forEach(group -> store.deleteFeatureGroup(
                        group.spec().name(),
                        Objects.requireNonNull(group).spec().version()));
    }
}
