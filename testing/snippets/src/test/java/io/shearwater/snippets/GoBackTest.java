package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.ReadOptions;
import io.shearwater.api.TrainingData;
import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import org.junit.jupiter.api.Test;

class GoBackTest extends CardStore {
    @Test
    void earlierStatesAreRead() {
        TrainingData before = fraudView().trainingData();
        int version = before.dataset().version();
        cards.deleteWhere(Predicate.equalTo("cc_num", FIRST_CARD));
        // region: back.commits
        for (Commit commit : cards.commits()) {
            show(commit.id() + " " + commit.at() + " " + commit.operation() + " " + commit.counts());
        }
        // end
        Commit first = cards.commits().getFirst();
        Commit last = cards.commits().getLast();
        // region: back.as-of
        Frame then = cards.read(ReadOptions.all().asOf(first.id()));
        Frame asKnown = cards.read(ReadOptions.all().asOf(first.at()));
        // end
        assertThat(then.rows()).isEqualTo(15);
        assertThat(asKnown.rows()).isEqualTo(15);

        // region: back.changes
        Frame changes = cards.changes(first.id(), last.id()).readAll();
        // end
        assertThat(changes.rows()).isEqualTo(5);

        // region: back.training
        TrainingData same = store.featureView("fraud").trainingData(version);
        // end
        assertThat(same.dataset().parts()).isEqualTo(before.dataset().parts());
    }

    private static void show(String line) {
        assertThat(line).contains("inserted");
    }
}
