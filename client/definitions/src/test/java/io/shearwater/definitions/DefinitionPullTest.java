package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.definitions.DefinitionPull.Existing;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionPullTest {
    private static final List<String> FILES = List.of(
            "definitions.schema.json",
            "groups/account_fg.v1.yaml",
            "groups/bank_fg.v1.yaml",
            "groups/card_activity_fg.v1.yaml",
            "groups/card_fg.v1.yaml",
            "groups/cc_fraud_fg.v1.yaml",
            "groups/cc_trans_fg.v1.yaml",
            "groups/merchant_fg.v1.yaml",
            "views/cc_fraud_fv.v1.yaml");

    private static final Path FRAUD = Path.of("..", "..", "examples", "fraud", "definitions");

    @TempDir
    private Path directory;

    private Path folder = Path.of("");
    private FeatureStore store;

    @BeforeEach
    void makeTheFraudStore() {
        folder = directory.resolve("definitions");
        store = Shearwater.open(directory.resolve("store"));
        Definitions.read(FRAUD).apply(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private DefinitionPull.Result pull(Existing existing) {
        return DefinitionPull.pull(store.definitions(), folder, existing);
    }

    @Test
    void aStoreMadeOfWhatWasPulledIsTheSameAndPullsTheSameBytes() throws IOException {
        assertThat(pull(Existing.REFUSE).written()).containsExactlyInAnyOrderElementsOf(FILES);
        Map<String, String> pulled = files(folder);
        assertThat(pulled.keySet()).containsExactlyElementsOf(FILES);
        assertThat(pulled.get("views/cc_fraud_fv.v1.yaml"))
                .startsWith("# yaml-language-server: $schema=../definitions.schema.json\nview: cc_fraud_fv\n");

        try (FeatureStore other = Shearwater.open(directory.resolve("other"))) {
            Definitions.read(folder).apply(other);
            assertThat(other.definitions()).isEqualTo(store.definitions());
            Path again = directory.resolve("again");
            DefinitionPull.pull(other.definitions(), again, Existing.REFUSE);
            assertThat(files(again)).isEqualTo(pulled);
        }
    }

    @Test
    void filesThatSayWhatTheStoreSaysAreLeftToTheByteHoweverTheyAreWritten() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> written = Files.list(FRAUD)) {
            for (Path file : written.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Map<String, String> before = files(folder);
        assertThat(pull(Existing.REFUSE).written()).containsExactly("definitions.schema.json");
        assertThat(files(folder)).containsAllEntriesOf(before).hasSize(before.size() + 1);
        assertThat(pull(Existing.OVERWRITE).written()).isEmpty();
    }

    @Test
    void aFileThatSaysSomethingElseIsOverwrittenOnlyWhenAsked() throws IOException {
        pull(Existing.REFUSE);
        Map<String, String> pulled = files(folder);
        Path banks = folder.resolve("groups/bank_fg.v1.yaml");
        Files.writeString(banks, Files.readString(banks).replace("Banks that issue cards", "Banks"));
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "group: mine\nkey: id\n");
        store.featureGroup("account_fg").tag("owner", "me");

        assertThatThrownBy(() -> pull(Existing.REFUSE))
                .hasMessageContaining("nothing was written")
                .hasMessageContaining(
                        "groups/bank_fg.v1.yaml: feature group bank_fg version 1: description: 'Banks that")
                .hasMessageContaining("groups/account_fg.v1.yaml: feature group account_fg version 1: tag owner: 'me'");
        assertThat(Files.readString(banks)).contains("description: Banks\n");

        DefinitionPull.Result result = pull(Existing.OVERWRITE);
        assertThat(result.written()).containsExactly("groups/account_fg.v1.yaml", "groups/bank_fg.v1.yaml");
        assertThat(result.onlyInFolder()).containsExactly("feature group mine version 1");
        pulled.put("mine.yaml", "group: mine\nkey: id\n");
        pulled.computeIfPresent("groups/account_fg.v1.yaml", (name, text) -> text + "tags:\n  owner: me\n");
        assertThat(files(folder)).isEqualTo(pulled);
    }

    @Test
    void anAddedColumnChangesTheFileOfItsGroupByItsLine() throws IOException {
        pull(Existing.REFUSE);
        Map<String, String> pulled = files(folder);
        store.featureGroup("bank_fg").appendFeatures(List.of(Feature.of("founded", DataType.DATE, "When")));
        pull(Existing.OVERWRITE);
        pulled.computeIfPresent(
                "groups/bank_fg.v1.yaml",
                (name, text) -> text.replace("storage:", "  founded: {type: date, description: When}\nstorage:"));
        assertThat(files(folder)).isEqualTo(pulled);
    }

    @Test
    void severalDefinitionsOfOneFileStayTogether() throws IOException {
        StoreDefinitions fraud = store.definitions();
        store.changeDefinitions(
                fraud,
                fraud.views().stream()
                        .<DefinitionChange>map(view ->
                                new DefinitionChange.DescribeView(view.spec().ref(), "Fraud or not"))
                        .toList());
        Files.createDirectories(folder);
        Path both = folder.resolve("both.yaml");
        String group = DefinitionText.of(fraud.groups().getFirst());
        String view = DefinitionText.of(fraud.views().getFirst().spec());
        Files.writeString(both, group + "---\n" + view);
        pull(Existing.OVERWRITE);
        assertThat(Files.readString(both))
                .isEqualTo("# yaml-language-server: $schema=./definitions.schema.json\n" + group + "---\n"
                        + view.replace("Is this payment fraud?", "Fraud or not"));
        assertThat(pull(Existing.REFUSE).written()).isEmpty();
    }

    @Test
    void aFileWithAnotherContentThanItsNameIsNeverOverwritten() throws IOException {
        Files.createDirectories(folder.resolve("groups"));
        Files.writeString(folder.resolve("groups/bank_fg.v1.yaml"), "group: mine\nkey: id\n");
        assertThatThrownBy(() -> pull(Existing.OVERWRITE)).hasMessageContaining("Rename it");
        assertThat(files(folder)).hasSize(1);
    }
}
