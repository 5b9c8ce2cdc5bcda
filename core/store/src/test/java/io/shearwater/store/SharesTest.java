package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SharedGroup;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.spi.AuditRecord;
import io.shearwater.testing.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What another project sees and does of groups that are shared with it. */
class SharesTest extends ShareFixture {
    // ---- reads

    @Test
    void a_shared_group_is_read_as_ones_own_in_every_way() {
        bank.shares().share(CARDS, "fraud");
        cards.tag("owner", "the bank");
        FeatureGroup seen = fraud.featureGroup("cards", 1);
        assertThat(seen.spec()).isEqualTo(cards.spec());
        assertThat(fraud.featureGroups())
                .extracting(group -> group.spec().name())
                .containsExactly("cards", "payments");
        assertThat(seen.read().toMaps())
                .containsExactlyInAnyOrderElementsOf(cards.read().toMaps());
        assertThat(seen.commits()).isEqualTo(cards.commits());
        assertThat(seen.statistics()).isEqualTo(cards.statistics());
        assertThat(seen.tags()).isEqualTo(Map.of("owner", "the bank"));
        assertThat(seen.onlineRows(Map.of("card", 3L), TimeRange.ALL, 9).toMaps())
                .isEqualTo(
                        cards.onlineRows(Map.of("card", 3L), TimeRange.ALL, 9).toMaps());
        assertThat(fraud.sqlReader(
                                "select count(*) as n, max(c.\"limit\") as m from payments p join cards c on p.card = c.card")
                        .readAll()
                        .toMaps())
                .containsExactly(Map.of("n", 400L, "m", 901.0));
        cards.insert(Frame.of(
                cards.spec().schema(),
                List.of(Map.of("card", 99L, "at", START, "secret", "x", "limit", 5.5, "level", 1))));
        assertThat(seen.read().rows()).isEqualTo(21);
        assertThat(seen.reader(ReadOptions.all().asOf(cards.commits().getFirst().id()))
                        .readAll()
                        .rows())
                .isEqualTo(20);
        long[] commits =
                cards.commits().stream().mapToLong(commit -> commit.id()).toArray();
        assertThat(seen.changes(commits[0], commits[1]).readAll().rows()).isEqualTo(1);
    }

    @Test
    void views_of_a_shared_group_are_trained_served_deployed_and_survive_a_reopening() {
        bank.shares().share(CARDS, "fraud");
        TrainingData data = view().trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 7)));
        Frame train = Objects.requireNonNull(data.parts().get("train")).features();
        assertThat(train.rows()).isBetween(120, 190);
        for (int row = 0; row < train.rows(); row++) {
            long id = Math.round((Double) Objects.requireNonNull(train.value(row, "amount")));
            assertThat(train.value(row, "limit")).isEqualTo(100.0 * (id % 10) + (id >= 100 ? 1 : 0));
        }
        fraud.deployments()
                .deploy(DeploymentSpec.of(
                        "risk",
                        fraud.models()
                                .train(ModelTraining.of("card_risk", data)
                                        .parameters(Map.of("max_depth", 2, "num_round", 2)))
                                .ref()));
        reopen();
        FeatureView view = fraud.featureView("risk");
        assertThat(view.trainingData(1).parts()).isEqualTo(data.parts());
        assertThat(view.featureVector(Map.of("card", 3L, "amount", 1.0)).toMap())
                .containsEntry("limit", 301.0)
                .containsEntry("level", 53);
        assertThat(view.why(Map.of("card", 3L, "amount", 1.0), "limit").toString())
                .contains("301.0");
        assertThat(fraud.deployments()
                        .deployment("risk")
                        .predict(Map.of("card", 3L, "amount", 1.0))
                        .value())
                .isInstanceOf(Boolean.class);
        assertThat(view.batchData(TimeRange.ALL).readAll().rows()).isEqualTo(200);
        assertThat(view.latest().readAll().rows()).isEqualTo(200);
        // Pinned in the owner's table, whatever it does.
        cards.deleteWhere(Predicate.greaterThan("card", 2L));
        assertThat(cards.expireCommits(Instant.now().plusSeconds(60))).isNotNegative();
        assertThat(view.trainingData(1).parts()).isEqualTo(data.parts());
        assertThat(view.featureVector(Map.of("card", 3L, "amount", 1.0)).toMap().get("limit"))
                .isNull();
    }

    @Test
    void both_projects_can_have_views_and_training_data_of_the_same_name_over_a_shared_group() {
        bank.shares().share(CARDS, "fraud");
        FeatureViewSpec own = FeatureViewSpec.builder("limits", 1, cards.select("card", "limit"))
                .build();
        bank.createFeatureView(own).trainingData();
        FeatureView other = fraud.createFeatureView(own);
        other.trainingData();
        bank.featureView("limits").deleteTrainingDataset(1);
        cards.deleteWhere(Predicate.all());
        cards.expireCommits(Instant.now().plusSeconds(60));
        assertThat(other.trainingData(1)
                        .parts()
                        .values()
                        .iterator()
                        .next()
                        .features()
                        .rows())
                .as("held by a tag of its own")
                .isEqualTo(20);
    }

    // ---- writes

    @Test
    void nothing_of_a_shared_group_can_be_changed_by_who_reads_it() {
        bank.shares().share(CARDS, "fraud");
        FeatureGroup seen = fraud.featureGroup("cards");
        Frame rows = cards.read();
        List<ThrowingCallable> writes = List.of(
                () -> seen.insert(rows),
                () -> seen.append(rows),
                () -> seen.deleteRecords(key(1)),
                () -> seen.deleteWhere(Predicate.all()),
                seen::compact,
                () -> seen.expireCommits(Instant.now()),
                seen::adopt,
                () -> seen.appendFeatures(List.of(Feature.of("more", DataType.LONG))),
                () -> seen.widen("level", DataType.LONG),
                () -> seen.rename("level", "rank"),
                () -> seen.drop("level"),
                () -> seen.materialize(TimeRange.ALL),
                seen::materializeIncremental,
                seen::rebuildOnline,
                seen::purgeExpired,
                () -> seen.tag("owner", "fraud"),
                () -> seen.untag("owner"),
                () -> fraud.deleteFeatureGroup("cards", 1),
                () -> fraud.shares().share(CARDS, "bank"),
                () -> fraud.createFeatureGroup(FeatureGroupSpec.builder("sums", 1)
                        .primaryKey("card")
                        .eventTime("at")
                        .aggregating(Aggregation.over(
                                CARDS, AggregateFunction.sum("limit").over(HOUR).as("total")))
                        .build()));
        for (int i = 0; i < writes.size(); i++) {
            ThrowingCallable write = writes.get(i);
            Refusal.of(write).as("NOT_OWNED", ErrorKind.FORBIDDEN).saying("'cards' version 1", "project 'bank'");
        }
        assertThat(cards.commits()).hasSize(1);
        assertThat(cards.tags()).isEmpty();
    }

    @Test
    void a_name_is_of_one_group() {
        bank.shares().share(CARDS, "fraud");
        FeatureGroupSpec own = FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.LONG)
                .primaryKey("card")
                .build();
        Refusal.of(() -> fraud.createFeatureGroup(own))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("'bank'", "'cards' version 1");
        Refusal.of(() -> fraud.getOrCreateFeatureGroup(own))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("'bank'");
        fraud.createFeatureGroup(own.withRef(new GroupRef("cards", 2)));
        assertThat(fraud.featureGroup("cards").spec().version()).isEqualTo(2);
        Refusal.of(() -> bank.shares().share(new GroupRef("payments", 1), "fraud"))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("'payments'");
        bank.createFeatureGroup(own.withRef(new GroupRef("payments", 1)));
        Refusal.of(() -> bank.shares().share(new GroupRef("payments", 1), "fraud"))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("'fraud' has a feature group 'payments' version 1");
        Refusal.of(() -> bank.shares().share(CARDS, "frau"))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("'fraud'?");
        Refusal.of(() -> bank.shares().share(CARDS, "bank"))
                .as("BAD_SHARE", ErrorKind.USER)
                .saying("'bank'");
    }

    // ---- the end of a share

    @Test
    void a_share_in_use_is_taken_back_by_force_alone_and_views_of_it_then_fail_until_it_is_given_again() {
        bank.shares().share(CARDS, "fraud");
        assertThat(bank.shares().given()).containsExactly(new SharedGroup(CARDS, "bank", "fraud", Optional.empty()));
        assertThat(fraud.shares().received()).isEqualTo(bank.shares().given());
        assertThat(fraud.shares().given()).isEmpty();
        FeatureView view = view();
        view.trainingData();
        Refusal.of(() -> bank.shares().unshare(CARDS, "fraud"))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("project 'fraud'", "feature view 'risk' version 1");
        Refusal.of(() -> bank.deleteFeatureGroup("cards", 1))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("project 'fraud'")
                .without("risk");
        Refusal.of(() -> cards.drop("level"))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("project 'fraud'")
                .without("risk");
        Map<String, Object> request = Map.of("card", 3L, "amount", 1.0);
        assertThat(view.featureVector(request).toMap()).containsEntry("limit", 301.0);

        bank.shares().withdraw(CARDS, "fraud");
        List<ThrowingCallable> reads = List.of(
                () -> view.featureVector(request),
                () -> view.featureVectors(List.of(request)),
                view::trainingData,
                () -> view.trainingData(1),
                () -> view.batchData(TimeRange.ALL),
                view::latest,
                () -> fraud.read(view.spec().query()),
                () -> fraud.featureGroup("cards", 1));
        for (ThrowingCallable read : reads) {
            Refusal.of(read).as("NOT_SHARED", ErrorKind.FORBIDDEN).saying("project 'bank'", "'cards' version 1");
        }
        assertThat(fraud.findFeatureGroup("cards", 1)).isEmpty();
        assertThat(fraud.featureViews()).hasSize(1);
        assertThat(fraud.shares().received()).isEmpty();
        assertThat(bank.shares().given()).isEmpty();
        assertThatThrownBy(() -> fraud.sqlReader("select * from cards")).hasMessageContaining("'cards'");

        bank.shares().share(CARDS, "fraud");
        assertThat(view.featureVector(request).toMap()).containsEntry("limit", 301.0);
        bank.shares().withdraw(CARDS, "fraud");
        bank.deleteFeatureGroup("cards", 1);
        reopen("fraud");
        assertThat(fraud.featureViews())
                .extracting(left -> left.spec().query().schema().names())
                .hasSize(1);
        fraud.featureView("risk").deleteTrainingDataset(1);
        fraud.deleteFeatureView("risk", 1);
        fraud.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.LONG)
                .primaryKey("card")
                .build());
        assertThat(fraud.featureGroup("cards").read().rows()).isZero();
    }

    private void reopen(String project) {
        host.close();
        host = Shearwater.host(directory.resolve("store"), HostOptions.defaults());
        fraud = host.project(project);
    }

    @Test
    void a_deployment_of_a_withdrawn_group_answers_no_more() {
        bank.shares().share(CARDS, "fraud");
        TrainingData data = view().trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 7)));
        var deployment = fraud.deployments()
                .deploy(DeploymentSpec.of(
                        "risk",
                        fraud.models()
                                .train(ModelTraining.of("card_risk", data)
                                        .parameters(Map.of("max_depth", 2, "num_round", 2)))
                                .ref()));
        deployment.predict(Map.of("card", 3L, "amount", 1.0));
        bank.shares().withdraw(CARDS, "fraud");
        assertThatThrownBy(() -> deployment.predict(Map.of("card", 3L, "amount", 1.0)))
                .hasMessageContaining("'cards' version 1")
                .hasMessageContaining("no more");
    }

    // ---- audit

    @Test
    void both_projects_have_in_their_audit_who_could_read_and_from_when() {
        bank.shares().share(CARDS, "fraud", List.of("limit"));
        bank.shares().unshare(CARDS, "fraud");
        bank.shares().share(CARDS, "fraud");
        fraud.deleteFeatureGroup("payments", 1);
        host.deleteProject("fraud");
        assertThat(audit("bank"))
                .containsSubsequence(
                        "share feature group 'cards' version 1 [limit] with project 'fraud'",
                        "unshare feature group 'cards' version 1 with project 'fraud'",
                        "share feature group 'cards' version 1 with project 'fraud'",
                        "unshare feature group 'cards' version 1 with project 'fraud', which was deleted");
        assertThat(audit("fraud"))
                .contains("share feature group 'cards' version 1 [limit] of project 'bank'")
                .contains("delete project fraud");
    }

    private List<String> audit(String project) {
        StoreParts parts = ((EmbeddedFeatureStore) bank).parts();
        List<AuditRecord> newest = parts.registry().store().read(registry -> registry.audit(project, 1_000));
        return newest.reversed().stream()
                .map(record -> record.action() + " " + record.subject())
                .toList();
    }
}
