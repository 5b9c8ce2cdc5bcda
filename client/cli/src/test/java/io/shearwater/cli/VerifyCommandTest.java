package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("spent", DataType.DOUBLE)
            .feature("visits", DataType.LONG)
            .primaryKey("card")
            .online()
            .build();

    @TempDir
    private Path store;

    @BeforeEach
    void makeStore() {
        try (FeatureStore made = Shearwater.open(store)) {
            made.createFeatureGroup(CARDS)
                    .insert(Frame.of(CARDS.schema(), List.of(Map.of("card", "a", "spent", 1.5, "visits", 3L))));
            made.createFeatureView(FeatureViewSpec.builder("cards_fv", 1, Query.featuresOf(CARDS))
                    .build());
        }
    }

    private Screen run(int code, String... arguments) {
        Screen screen = Screen.pipe();
        assertThat(screen.run(arguments)).as(screen.err()).isEqualTo(code);
        return screen;
    }

    private void serve(int vectors) {
        try (FeatureStore open = Shearwater.open(store)) {
            for (int i = 0; i < vectors; i++) {
                open.featureView("cards_fv").logged().featureVector(Map.of("card", "a"));
            }
        }
    }

    @Test
    void whereNothingWasLoggedItSaysSo() {
        Screen screen = run(0, "verify", "--store", store.toString());
        assertThat(screen.err()).contains("No vectors are logged").contains("view.logged()");
        screen = run(1, "verify", "--view", "cards_fv", "--store", store.toString());
        assertThat(screen.err()).contains("'cards_fv'").contains("ever logged");
    }

    @Test
    void whatIsServedAsItIsComputedGivesExitCodeZero() {
        serve(5);
        Screen screen = run(0, "verify", "--sample", "3", "--output", "csv", "--store", store.toString());
        assertThat(screen.out().lines())
                .containsExactly(
                        "view,version,feature,compared,different,late,first_difference",
                        "cards_fv,1,spent,3,0,0,",
                        "cards_fv,1,visits,3,0,0,");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void lateDataIsToldFromSkewInASentence() {
        serve(2);
        Screen clean = run(0, "verify", "--store", store.toString());
        assertThat(clean.out())
                .endsWith("No skew: 2 vectors of cards_fv were served as training data computes them.\n")
                .doesNotContain("late:");
        try (FeatureStore open = Shearwater.open(store)) {
            open.featureGroup("cards")
                    .insert(Frame.of(CARDS.schema(), List.of(Map.of("card", "a", "spent", 2.5, "visits", 3L))));
        }
        Screen late = run(0, "verify", "--store", store.toString());
        assertThat(late.out()).contains("No skew: 2 vectors of cards_fv were").endsWith("""
                        2 vectors of cards_fv are late: rows from before the request were written
                        only after the answer; nobody could know them then, so this is no skew.
                        """);
    }

    /** Rewriting the log is the one way to make a difference from outside. */
    @Test
    void aDifferenceIsShownWithWhereItIsAndGivesExitCodeOne() {
        serve(2);
        try (FeatureStore open = Shearwater.open(store)) {
            FeatureGroup log = open.featureView("cards_fv").vectorLog().group();
            Frame rows = log.read();
            Map<String, Object> row = new HashMap<>(rows.row(0));
            row.put("visits", 4L);
            log.insert(Frame.of(rows.schema(), List.of(row)));
            open.featureGroup("cards").deleteWhere(Predicate.equalTo("card", "a"));
        }
        Screen screen = run(1, "verify", "--view", "cards_fv", "--output", "json", "--store", store.toString());
        assertThat(screen.out())
                .contains("\"different\":1")
                .contains("served 4, computed again 3")
                .contains("{card=a}")
                .contains("\"late\":2");
    }

    @Test
    void aSampleOfNothingIsRefused() {
        assertThat(run(1, "verify", "--sample", "0", "--store", store.toString())
                        .err())
                .contains("1 or more");
    }
}
