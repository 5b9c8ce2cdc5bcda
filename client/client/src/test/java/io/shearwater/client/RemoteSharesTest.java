package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.SharedGroup;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.testing.Refusal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects of a server that let one another read their groups, each with a client of its own. */
@Tag("server")
class RemoteSharesTest {
    private static final GroupRef CARDS = new GroupRef("cards", 1);

    private ShearwaterServer server;
    private FeatureStore bank;
    private FeatureStore fraud;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = ServedStores.start(directory, InstantSource.system());
        String key = ServedStores.key(directory);
        ServedStores.createProject(server.url(), key, "bank");
        ServedStores.createProject(server.url(), key, "fraud");
        bank = FeatureStore.connect(server.url(), "bank", key);
        fraud = FeatureStore.connect(server.url(), "fraud", key);
        FeatureGroup cards = bank.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.LONG)
                .feature("holder", DataType.STRING)
                .feature("most", DataType.DOUBLE)
                .primaryKey("card")
                .online()
                .build());
        FrameBuilder rows = new FrameBuilder(cards.spec().schema(), 10);
        for (long card = 0; card < 10; card++) {
            rows.append(card, "Ada " + card, 100.0 * card);
        }
        cards.insert(rows.build());
    }

    @AfterEach
    void stop() {
        fraud.close();
        bank.close();
        server.close();
    }

    private void view() {
        fraud.createFeatureView(FeatureViewSpec.builder(
                        "limits", 1, fraud.featureGroup("cards", 1).select("card", "most"))
                .build());
    }

    @Test
    void aGroupThatIsSharedIsReadInTheOtherProjectAsOnesOwn() {
        assertThat(fraud.findFeatureGroup("cards", 1)).isEmpty();

        bank.shares().share(CARDS, "fraud");

        SharedGroup shared = new SharedGroup(CARDS, "bank", "fraud", Optional.empty());
        assertThat(bank.shares().given()).containsExactly(shared);
        assertThat(fraud.shares().received()).containsExactly(shared);
        assertThat(bank.shares().received()).isEmpty();
        FeatureGroup seen = fraud.featureGroup("cards", 1);
        FeatureGroup cards = bank.featureGroup("cards", 1);
        assertThat(seen.spec()).isEqualTo(cards.spec());
        assertThat(seen.read()).isEqualTo(cards.read());
        assertThat(seen.commits()).isEqualTo(cards.commits());
        assertThat(fraud.sql("select sum(most) as s from cards").value(0, "s")).isEqualTo(4500.0);
        view();
        assertThat(fraud.featureView("limits").featureVector(Map.of("card", 3L)).value("most"))
                .isEqualTo(300.0);
        assertThat(fraud.featureView("limits")
                        .trainingData()
                        .parts()
                        .values()
                        .iterator()
                        .next()
                        .features()
                        .rows())
                .isEqualTo(10);
        assertThat(fraud.definitions().views()).hasSize(1);
        Refusal.of(() -> seen.insert(cards.read())).saying("belongs to the project 'bank'");
        Refusal.of(() -> fraud.deleteFeatureGroup("cards", 1)).saying("bank");
    }

    @Test
    void featuresThatAreNotSharedAreNotThere() {
        bank.shares().share(CARDS, "fraud", List.of("most"));

        assertThat(bank.shares().given())
                .containsExactly(new SharedGroup(CARDS, "bank", "fraud", Optional.of(List.of("most"))));
        FeatureGroup seen = fraud.featureGroup("cards", 1);
        assertThat(seen.spec().schema().names()).containsExactly("card", "most");
        assertThat(seen.read().schema().names()).containsExactly("card", "most");
        assertThatThrownBy(() -> fraud.sql("select holder from cards")).hasMessageContaining("holder");
        Refusal.of(() -> seen.select("holder")).saying("holder");
        Refusal.of(() -> bank.shares().share(CARDS, "fraud", List.of("moast")))
                .as("BAD_SHARE", ErrorKind.USER)
                .saying("moast");
    }

    @Test
    void whatIsUsedIsTakenBackOnlyByWithdrawing() {
        bank.shares().share(CARDS, "fraud");
        view();

        Refusal.of(() -> bank.shares().unshare(CARDS, "fraud"))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("limits");
        assertThat(fraud.shares().received()).hasSize(1);

        bank.shares().withdraw(CARDS, "fraud");

        assertThat(bank.shares().given()).isEmpty();
        assertThat(fraud.findFeatureGroup("cards", 1)).isEmpty();
        Refusal.of(() -> fraud.featureView("limits").featureVector(Map.of("card", 3L)))
                .saying("cards");
        assertThat(fraud.featureViews()).as("it can be looked at").hasSize(1);
        assertThat(fraud.definitions().views()).hasSize(1);
        bank.shares().share(CARDS, "fraud");
        assertThat(fraud.featureView("limits").featureVector(Map.of("card", 3L)).value("most"))
                .isEqualTo(300.0);
        fraud.deleteFeatureView("limits", 1);
        bank.shares().unshare(CARDS, "fraud");
        Refusal.of(() -> bank.shares().unshare(CARDS, "fraud")).as("NOT_FOUND", ErrorKind.NOT_FOUND);
    }

    @Test
    void whatIsNotThereIsNamed() {
        Refusal.of(() -> bank.shares().share(CARDS, "fruad"))
                .as("NO_PROJECT", ErrorKind.NOT_FOUND)
                .saying("fruad");
        Refusal.of(() -> bank.shares().share(new GroupRef("crads", 1), "fraud"))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("crads");
        fraud.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.LONG)
                .primaryKey("card")
                .build());
        Refusal.of(() -> bank.shares().share(CARDS, "fraud")).as("ALREADY_EXISTS", ErrorKind.CONFLICT);
    }
}
