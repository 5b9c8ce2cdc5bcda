package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.Transformations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of users' transformations: kept, found again by a program that lacks it, and never another than registered. */
class RegisteredCodeTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path directory;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    /** A program of another body each time, which calls a class of its own besides. */
    private Class<?> program(String body, String... flags) throws IOException {
        Path home = Programs.compile(directory, "Fares.java", """
                package acme;
                import io.shearwater.transform.*;
                public final class Fares {
                    @TransformationFunction
                    public static double fare(@FromColumn("km") double km) { return Tariff.of(km); }
                }
                final class Tariff { static double of(double km) { return %s; } }
                """.formatted(body), flags);
        try {
            return Class.forName("acme.Fares", true, Programs.use(home, before));
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private FeatureStore open() {
        return Shearwater.open(directory.resolve("store"), StoreOptions.defaults());
    }

    private static FeatureViewSpec view(FeatureStore store, Class<?> program, int version) {
        return FeatureViewSpec.builder(
                        "fares", version, store.featureGroup("rides").select("km"))
                .transform(Transformations.method(program, "fare"))
                .build();
    }

    private static void createRides(FeatureStore store) {
        FeatureGroupSpec rides = FeatureGroupSpec.builder("rides", 1)
                .feature("id", DataType.LONG)
                .feature("km", DataType.DOUBLE)
                .primaryKey("id")
                .build();
        store.createFeatureGroup(rides).insert(Frame.of(rides.schema(), List.of(Map.of("id", 1L, "km", 10.0))));
    }

    private static Object fare(FeatureStore store) {
        Frame batch = store.featureView("fares", 1).batchData(TimeRange.ALL).readAll();
        Object fare = batch.value(0, "fare");
        assertThat(fare).isNotNull();
        return fare == null ? "" : fare;
    }

    @Test
    void a_program_without_the_class_or_with_another_runs_what_was_registered() throws IOException {
        Class<?> program = program("2 * km");
        try (FeatureStore store = open()) {
            createRides(store);
            store.createFeatureView(view(store, program, 1));
            assertThat(fare(store)).isEqualTo(20.0);
            assertThat(store.transformations()).extracting(FunctionRef::code).containsExactly("acme.Fares#fare");
        }
        restore();
        try (FeatureStore store = open()) {
            assertThat(fare(store)).as("from the jar in the store").isEqualTo(20.0);
        }
        program("3 * km");
        try (FeatureStore store = open()) {
            assertThat(fare(store)).as("beside a class of the same name").isEqualTo(20.0);
        }
    }

    @Test
    void a_program_without_the_class_names_what_is_registered_by_name_and_version() throws IOException {
        Class<?> program = program("2 * km");
        try (FeatureStore store = open()) {
            createRides(store);
            store.createFeatureView(view(store, program, 1));
        }
        restore();
        try (FeatureStore store = open()) {
            store.createFeatureView(named(store, 2, 1));
            Frame batch = store.featureView("fares", 2).batchData(TimeRange.ALL).readAll();
            assertThat(batch.value(0, "fare")).isEqualTo(20.0);
            assertThat(store.getOrCreateFeatureView(named(store, 2, 1)).spec().version())
                    .isEqualTo(2);
            assertThatThrownBy(() -> store.createFeatureView(named(store, 3, 7)))
                    .hasMessageContaining("'acme.Fares#fare' of the transformation 'fare' version 7")
                    .hasMessageContaining("fare version 1 (acme.Fares#fare)");
        }
    }

    /** The view with a function that says its name, version and code, and no digest: as a file of definitions does. */
    private static FeatureViewSpec named(FeatureStore store, int version, int functionVersion) {
        FunctionRef function = new FunctionRef("fare", functionVersion, "acme.Fares#fare", "", Map.of());
        return FeatureViewSpec.builder(
                        "fares", version, store.featureGroup("rides").select("km"))
                .transform(new TransformationCall(function, List.of("km"), List.of("fare"), List.of()))
                .build();
    }

    @Test
    void another_body_needs_another_version_and_a_recompiled_one_does_not() throws IOException {
        Class<?> program = program("2 * km", "-g");
        try (FeatureStore store = open()) {
            createRides(store);
            store.createFeatureView(view(store, program, 1));
            Class<?> recompiled = program("2 * km", "-g:none");
            store.getOrCreateFeatureView(view(store, recompiled, 1));
            // The other class changed, not the one that is named.
            Class<?> changed = program("2 * km + 1");
            assertThatThrownBy(() -> store.createFeatureView(view(store, changed, 2)))
                    .hasMessageContaining("'fare' version 1 is registered with another body")
                    .hasMessageContaining("feature view 'fares' version 1")
                    .hasMessageContaining("version 2");
            assertThatThrownBy(() -> store.getOrCreateFeatureView(view(store, changed, 1)))
                    .hasMessageContaining("with other code");
            assertThat(store.findFeatureView("fares", 2)).isEmpty();
            store.deleteFeatureView("fares", 1);
            store.createFeatureView(view(store, changed, 1));
            assertThat(fare(store)).as("nothing calls the old one any more").isEqualTo(21.0);
        }
    }

    @Test
    void a_jar_that_is_gone_or_changed_is_an_error() throws IOException {
        Class<?> program = program("2 * km");
        try (FeatureStore store = open()) {
            createRides(store);
            store.createFeatureView(view(store, program, 1));
        }
        restore();
        Path code = directory.resolve("store").resolve("code");
        Path jar;
        try (Stream<Path> files = Files.list(code)) {
            jar = files.findFirst().orElseThrow();
        }
        byte[] registered = Files.readAllBytes(jar);
        Class<?> other = program("4 * km");
        Files.write(jar, CodeArchive.of(other).toJar());
        restore();
        try (FeatureStore store = open()) {
            assertThatThrownBy(() -> fare(store))
                    .hasMessageContaining("is not the code that was registered")
                    .hasMessageContaining(jar.getFileName().toString());
        }
        Files.write(jar, new byte[] {1, 2, 3});
        try (FeatureStore store = open()) {
            assertThatThrownBy(() -> fare(store)).hasMessageContaining("is not the code that was registered");
        }
        Files.delete(jar);
        try (FeatureStore store = open()) {
            assertThatThrownBy(() -> fare(store))
                    .hasMessageContaining("neither on the class path as it was registered (acme.Fares)")
                    .hasMessageContaining("nor in the store");
            assertThat(store.featureView("fares", 1)
                            .untransformed()
                            .batchData(TimeRange.ALL)
                            .readAll()
                            .rows())
                    .isOne();
        }
        Files.write(jar, registered);
        try (FeatureStore store = open()) {
            assertThat(fare(store)).isEqualTo(20.0);
        }
    }
}
