package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoverTest extends CardStore {
    @Test
    void aWriteIsRepeatedAndTheOnlineTableMadeAnew() {
        Frame rows = cards.read();
        // region: recover.repeat
        String key = "cards of 2025-03-07";
        Commit commit;
        try {
            commit = cards.insert(rows.reader(), WriteOptions.plain().withKey(key));
        } catch (ShearwaterException e) {
            if (e.code().kind() != ErrorKind.UNAVAILABLE) {
                throw e;
            }
            commit = cards.insert(rows.reader(), WriteOptions.plain().withKey(key));
        }
        // end
        assertThat(commit.counts().updated()).isEqualTo(15);

        // region: recover.online
        long online = cards.rebuildOnline();
        // end
        assertThat(online).isPositive();

        // region: recover.adopt
        Optional<Commit> adopted = cards.adopt();
        // end
        assertThat(adopted).isEmpty();
    }
}
