package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureView;
import io.shearwater.model.Commit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeepSmallTest extends CardStore {
    @Test
    void spaceIsGivenBack() {
        FeatureView view = fraudView();
        view.trainingData();
        cards.insert(cards.read());
        // region: small.compact
        Commit compaction = cards.compact();
        // end
        assertThat(compaction.operation()).isEqualTo(Commit.Operation.COMPACT);
        assertThat(view.trainingDatasets()).hasSize(1);

        // region: small.datasets
        view.deleteTrainingDataset(1);
        // end
        // region: small.expire
        int givenUp = cards.expireCommits(Instant.now().minus(Duration.ofDays(90)));
        // end
        assertThat(givenUp).isZero();
        assertThat(view.trainingDatasets()).isEmpty();

        // region: small.purge
        long removed = cards.purgeExpired();
        // end
        assertThat(removed).isZero();
        assertThat(cards.expireCommits(Instant.now().plusSeconds(60))).isPositive();
    }
}
