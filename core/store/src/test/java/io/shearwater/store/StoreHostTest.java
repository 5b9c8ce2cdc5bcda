package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.learning.ModelStage;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import io.shearwater.spi.Actor;
import io.shearwater.spi.AuditRecord;
import io.shearwater.testing.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreHostTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("id")
            .online()
            .build();

    @TempDir
    private Path directory;

    private StoreHost open() {
        return Shearwater.host(directory.resolve("store"), HostOptions.defaults());
    }

    private static Frame row(long id, double spent) {
        return Frame.of(CARDS.schema(), List.of(Map.of("id", id, "spent", spent)));
    }

    private static List<AuditRecord> audit(FeatureStore store) {
        StoreParts parts = ((EmbeddedFeatureStore) store).parts();
        return parts.registry().store().read(registry -> registry.audit(store.project(), 1_000));
    }

    private static void together(List<Callable<Void>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<Future<Void>> running = new ArrayList<>();
            work.forEach(one -> running.add(threads.submit(one)));
            for (Future<Void> one : running) {
                one.get();
            }
        }
    }

    // ---- projects

    @Test
    void projects_are_made_found_listed_and_deleted() {
        try (StoreHost host = open()) {
            assertThat(host.projects()).isEmpty();
            FeatureStore fraud = host.createProject("fraud");
            host.createProject("air");
            assertThat(host.projects()).containsExactly("air", "fraud");
            assertThat(host.project("fraud")).isSameAs(fraud);
            assertThat(fraud.project()).isEqualTo("fraud");
            Refusal.of(() -> host.project("frand"))
                    .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                    .saying("'frand'", "'fraud'?");
            Refusal.of(() -> host.createProject("fraud"))
                    .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                    .saying("'fraud' exists");
            assertThatThrownBy(() -> host.createProject("../air")).hasMessageContaining("'../air' is not allowed");
            fraud.close();
            assertThat(fraud.featureGroups())
                    .as("closing a handle does nothing")
                    .isEmpty();
            host.deleteProject("air");
            assertThat(host.projects()).containsExactly("fraud");
            assertThatThrownBy(() -> host.deleteProject("air")).hasMessageContaining("no project 'air'");
        }
    }

    @Test
    void what_is_closed_says_so() {
        StoreHost host = open();
        FeatureStore fraud = host.createProject("fraud");
        host.close();
        host.close();
        Refusal.of(fraud::featureGroups).as("CLOSED", ErrorKind.CONFLICT).saying("closed");
        Refusal.of(() -> host.project("fraud")).as("CLOSED", ErrorKind.CONFLICT).saying("closed");
        Refusal.of(host::projects).as("CLOSED", ErrorKind.CONFLICT).saying("closed");
    }

    @Test
    void a_project_that_has_something_is_not_deleted_and_one_that_is_deleted_leaves_nothing() {
        try (StoreHost host = open()) {
            FeatureStore fraud = host.createProject("fraud");
            FeatureGroup cards = fraud.createFeatureGroup(CARDS);
            cards.insert(row(1, 2.5));
            FeatureView view = fraud.createFeatureView(FeatureViewSpec.builder("spending", 1, cards.select("spent"))
                    .build());
            view.trainingData();
            fraud.files().upload(new ByteArrayInputStream(new byte[3]), "Resources/secret.bin");
            Refusal.of(() -> host.deleteProject("fraud"))
                    .as("STILL_NEEDED", ErrorKind.CONFLICT)
                    .saying("feature group 'cards' version 1", "feature view 'spending' version 1");
            assertThat(cards.read().rows()).as("a refusal changes nothing").isEqualTo(1);
            view.deleteTrainingDataset(1);
            fraud.deleteFeatureView("spending", 1);
            fraud.deleteFeatureGroup("cards", 1);
            host.deleteProject("fraud");
            Refusal.of(fraud::featureGroups)
                    .as("PROJECT_DELETED", ErrorKind.NOT_FOUND)
                    .saying("'fraud' was deleted");
            assertThat(host.createProject("fraud").files().list()).isEmpty();
            assertThat(host.project("fraud").createFeatureGroup(CARDS).read().rows())
                    .isZero();
        }
    }

    @Test
    void one_project_is_opened_as_before_and_the_directory_by_one_at_a_time() {
        try (FeatureStore one = Shearwater.open(
                directory.resolve("store"), StoreOptions.defaults().withProject("fraud"))) {
            one.createFeatureGroup(CARDS).insert(row(1, 2.5));
            Refusal.of(() -> Shearwater.host(
                            directory.resolve("store"), HostOptions.defaults().withLockWait(java.time.Duration.ZERO)))
                    .as("LOCKED", ErrorKind.CONFLICT)
                    .saying("open already");
        }
        try (StoreHost host = open()) {
            assertThat(host.projects()).containsExactly("fraud");
            assertThat(host.project("fraud").featureGroup("cards").read().rows())
                    .isEqualTo(1);
            try (StoreHost reader = Shearwater.hostReadOnly(directory.resolve("store"), HostOptions.defaults())) {
                assertThat(reader.project("fraud").featureGroup("cards").read().rows())
                        .isEqualTo(1);
                Refusal.of(() -> reader.createProject("air"))
                        .as("READ_ONLY", ErrorKind.CONFLICT)
                        .saying("read only");
            }
        }
    }

    // ---- apart

    @Test
    void projects_with_the_same_names_live_apart_at_the_same_time() throws Exception {
        // Names that parts of the store use for rows on their way.
        List<String> names = List.of("staged", "pending");
        try (StoreHost host = open()) {
            List<ProjectLife> lives = List.of(
                    new ProjectLife(host.createProject(names.getFirst()), 3),
                    new ProjectLife(host.createProject(names.getLast()), 1_000));
            together(lives.stream().map(StoreHostTest::begin).toList());
            lives.forEach(ProjectLife::check);
        }
        try (StoreHost host = open()) {
            ProjectLife first = new ProjectLife(host.project(names.getFirst()), 3);
            ProjectLife second = new ProjectLife(host.project(names.getLast()), 1_000);
            first.check();
            second.check();
            first.end();
            host.deleteProject(names.getFirst());
            second.check();
        }
        try (StoreHost host = open()) {
            assertThat(host.projects()).containsExactly(names.getLast());
            new ProjectLife(host.project(names.getLast()), 1_000).check();
        }
    }

    private static Callable<Void> begin(ProjectLife life) {
        return () -> {
            life.begin();
            return null;
        };
    }

    // ---- actors

    @Test
    void each_change_is_written_in_the_name_of_who_asked_and_logs_in_that_of_the_project() throws Exception {
        ThreadLocal<Actor> asking = ThreadLocal.withInitial(() -> new Actor("nobody"));
        try (StoreHost host = Shearwater.host(
                directory.resolve("store"), HostOptions.defaults().withActor(asking::get))) {
            asking.set(new Actor("root"));
            FeatureStore store = host.createProject("fraud");
            together(List.of(writing(store, asking, "ada"), writing(store, asking, "bob")));
            FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                            "spending", 1, store.featureGroup("cards_of_ada").select("spent"))
                    .build());
            FeatureView logged = view.logged();
            logged.featureVector(Map.of("id", 1L));
            logged.vectorLog().flush();

            List<AuditRecord> all = audit(store);
            for (AuditRecord record : all) {
                String subject = record.subject();
                if (subject.contains("of_ada")) {
                    assertThat(record.actor()).as(record.toString()).isEqualTo("ada");
                } else if (subject.contains("of_bob")) {
                    assertThat(record.actor()).as(record.toString()).isEqualTo("bob");
                } else if (subject.contains("_vectors")) {
                    assertThat(record.actor()).as(record.toString()).isEqualTo("project:fraud");
                } else if (record.action().equals("number")) {
                    assertThat(record.actor()).as(record.toString()).isNotEqualTo("nobody");
                } else {
                    assertThat(record.actor()).as(record.toString()).isEqualTo("root");
                }
            }
            assertThat(all)
                    .filteredOn(record -> record.action().startsWith("commit"))
                    .extracting(AuditRecord::actor)
                    .contains("ada", "bob", "project:fraud");
        }
    }

    @Test
    void every_change_is_in_the_audit() throws IOException {
        try (StoreHost host = open()) {
            FeatureStore store = host.createProject("fraud");
            ProjectLife life = new ProjectLife(store, 3);
            life.begin();
            FeatureGroup cards = store.featureGroup("cards");
            cards.untag("none");
            cards.appendFeatures(List.of(Feature.of("more", DataType.LONG)));
            cards.materialize(TimeRange.ALL);
            cards.rebuildOnline();
            cards.purgeExpired();
            store.files().replace(new ByteArrayInputStream(new byte[3]), "Resources/notes.txt");
            store.files().delete("Resources/notes.txt");
            store.models().moveTo(store.models().model("card_risk").ref(), ModelStage.VALIDATED, "good");
            life.end();
            List<String> actions = audit(store).reversed().stream()
                    .map(record -> record.action() + ": " + record.subject())
                    .toList();
            assertThat(actions)
                    .contains(
                            "create project: fraud",
                            "create: cards version 1",
                            "commit INSERT: cards version 1 commit 5",
                            "commit DELETE: payments version 1 commit 6",
                            "create: feature view risk version 1",
                            "create training dataset: training dataset 'risk__1' version 1",
                            "tag owner: feature group 'payments' version 1",
                            "untag none: feature group 'cards' version 1",
                            "materialize " + TimeRange.ALL + ": cards version 1",
                            "rebuild online: cards version 1",
                            "purge expired: cards version 1",
                            "write: file 'Resources/notes.txt'",
                            "delete: file 'Resources/notes.txt'",
                            "register: model version 'card_risk' version 1",
                            "move to validated: model version 'card_risk' version 1",
                            "deploy: deployment 'risk'",
                            "remove: deployment 'risk'",
                            "delete: model version 'card_risk' version 1",
                            "delete training dataset: training dataset 'risk__1' version 1",
                            "delete: feature view 'risk' version 1",
                            "delete: cards version 1")
                    .anyMatch(action -> action.startsWith("evolve: cards version 1 [Add"))
                    .anyMatch(action -> action.startsWith("start: run "))
                    .anyMatch(action -> action.startsWith("write: file 'Models/card_risk/1/"))
                    .anyMatch(action -> action.startsWith("delete: file 'Models/card_risk/1/"));
            assertThat(actions.stream().filter("write: file 'Resources/notes.txt'"::equals))
                    .hasSize(2);
            assertThatThrownBy(() -> store.files()
                            .upload(
                                    new SequenceInputStream(new ByteArrayInputStream(new byte[3]), torn()),
                                    "Resources/torn.txt"))
                    .hasMessageContaining("cannot be read");
            assertThat(audit(store).getFirst().action()).isEqualTo("did not write");
        }
    }

    private static InputStream torn() throws IOException {
        PipedInputStream stream = new PipedInputStream();
        try (PipedOutputStream end = new PipedOutputStream(stream)) {
            end.write(1);
        }
        stream.close();
        return stream;
    }

    /** Forty commits of one person, while the other makes as many. */
    private static Callable<Void> writing(FeatureStore store, ThreadLocal<Actor> asking, String name) {
        return () -> {
            asking.set(new Actor(name));
            FeatureGroup own = store.createFeatureGroup(FeatureGroupSpec.builder("cards_of_" + name, 1)
                    .feature("id", DataType.LONG)
                    .feature("spent", DataType.DOUBLE)
                    .primaryKey("id")
                    .online()
                    .build());
            for (long id = 0; id < 40; id++) {
                own.insert(row(id, 1.5 * id));
            }
            own.tag("owner", name);
            return null;
        };
    }
}
