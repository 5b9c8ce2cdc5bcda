package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadDefinitionsTest {
    private static final String CARDS = """
            group: cards
            key: cc_num
            event-time: changed
            columns:
              cc_num: string(16)
              changed: timestamp
              limit_left: {type: "decimal(10,2)", default: 0}
            """;
    private static final String VIEW = """
            view: risk
            query:
              group: cards
              select: [limit_left]
            labels: limit_left
            """;

    @TempDir
    private Path folder;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    private String refusal() {
        ShearwaterException refused = catchThrowableOfType(ShearwaterException.class, () -> Definitions.read(folder));
        assertThat(refused).as("refusal").isNotNull();
        return String.valueOf(refused.getMessage());
    }

    /** The good text with a part replaced, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "group: cards|group: Cards|1:8|name 'Cards' is not allowed|Try 'cards'",
                "group: cards|grup: cards|1:1|begins with 'group: NAME' or 'view: NAME'|Did you mean 'group'?",
                "key: cc_num|keys: cc_num|2:1|unknown key 'keys' of a feature group|Did you mean 'key'?",
                "key: cc_num|keys: cc_num|1:1|'key' is missing|tell entities apart",
                "key: cc_num|key: cc_nmu|2:6|there is no column 'cc_nmu'|Did you mean 'cc_num'?",
                "key: cc_num|key:|2:5|'key' has no value|leave it out",
                "key: cc_num|key: 5|2:6|is a text, and '5' is none in YAML|write it in quotes: \"5\"",
                "key: cc_num|key: {a: b}|2:6|a column of the key is missing here|a block of keys and values",
                "event-time: changed|event-time: {column: changed, zone: Europe/Stokholm}|3:37|no zone 'Europe/Stokholm'|Did you mean 'Europe/Stockholm'?",
                "event-time: changed|event-time: {column: changed, known-after: 1 day}|3:44|such as 90d, 12h|not '1 day'",
                "event-time: changed|event-time: {colum: changed}|3:14|unknown key 'colum' of an event time|Did you mean 'column'?",
                "cc_num: string(16)|cc_num: sting(16)|5:11|there is no type 'sting(16)'|Did you mean 'string'?",
                "cc_num: string(16)|cc_num: string(0)|5:11|string(0) is not possible|at least 1",
                "cc_num: string(16)|cc_num: double|1:1|the primary-key column 'cc_num' of type double|Keys are boolean",
                "changed: timestamp|cc_num: timestamp|6:3|'cc_num' stands twice in this block|first at a.yaml:5:3",
                "changed: timestamp|changed: [timestamp]|6:12|the type of a column is missing here|a list",
                "default: 0|default: a|7:48|the default 'a' is no decimal(10,2)|'a'",
                "default: 0|default: 0.123|7:48|0.123|limit_left",
                "\"decimal(10,2)\"|decimal(10,2)|7:22|ends at the comma, as every value inside { } does|in quotes",
                "default: 0|defualt: 0|7:39|unknown key 'defualt' of a column|Did you mean 'default'?",
                "group: cards|~group: cards\nversion: 0~|2:10|a version is a whole number from 1, not '0'|version",
                "group: cards|~group: cards\nversion: 1.5~|2:10|a version is a whole number from 1, not '1.5'|version",
                "group: cards|~group: cards\nttl: 90~|2:6|a TTL is a length of time such as 90d|'90'",
                "group: cards|~group: cards\nttl: 90 days~|2:6|a TTL is a length of time such as 90d|'90 days'",
                "group: cards|~group: cards\nstorage: on-line~|2:10|there is no storage 'on-line'|Did you mean 'online'?",
                "group: cards|~group: cards\npartition-by: year(changed)~|2:15|day(column), month(column) or bucket(column, 16)|year(changed)",
                "group: cards|~group: cards\npartition-by: bucket(cc_num)~|2:15|or bucket(column, 16)|bucket(cc_num)",
                "group: cards|~group: cards\npartition-by: month(chnged)~|2:15|there is no column 'chnged'|Did you mean 'changed'?",
                "group: cards|~group: cards\nforeign-keys: [{group: banks}]~|2:16|'columns' is missing|point at the group",
                "group: cards|~group: cards\nforeign-keys: [{group: banks, columns: bank}]~|2:40|there is no column 'bank'|there are cc_num",
                "group: cards|~group: cards\nstatistics: [sumary]~|2:14|no part of statistics 'sumary'|Did you mean 'summary'?",
                "group: cards|~group: cards\nstatistics: {parts: none, columns: limit}~|2:36|no column 'limit'|there are cc_num",
                "default: 0|feature-type: nomial|7:53|no feature type 'nomial'|Did you mean 'nominal'?",
                "default: 0|feature-type: embedding|7:53|decimal(10,2) cannot be embedding|unless said it is ratio",
                "group: cards|~group: cards\non-demand: {lag: limit_left}~|2:13|no built-in transformation 'lag'|says its code",
                "group: cards|~group: cards\non-demand: {log: {column: limit_left, as: lg}}~|1:1|computes 'lg' on demand|does not declare it",
                "group: cards|~group: cards\non-demand: {max_abs_scaler: {column: amount, as: limit_left}}~|2:12|type of 'amount'|is not known",
                "group: cards|~group: cards\ntags: {Owner: me}~|2:8|'Owner' is not allowed|Try 'owner'",
                "group: cards|~group: cards\ntags: {owner: 5}~|2:15|write it in quotes|'5'",
                "group: cards|~group: &a cards\nentity: *a~|2:9|aliases (*a) are not taken|write it out",
                "group: cards|group: !!java.net.URL cards|1:8|tags (tag:yaml.org,2002:java.net.URL) are not taken|says what a value is",
                "group: cards|group: 'cards|~~|this is no YAML|found unexpected end of stream",
                "group: cards|~group: cards\nview: cards~|1:1|a group or a view|both keys"
            })
    void aMistakeInAGroupIsSaidWithItsPlace(String good, String bad, String place, String what, String more)
            throws IOException {
        write("a.yaml", CARDS.replace(good, bad));
        assertThat(CARDS).contains(good);
        assertThat(refusal()).contains("a.yaml:" + place).contains(what).contains(more);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select: [limit_left]|select: [limit]|4:12|no column 'limit' of cards version 1|there are cc_num",
                "select: [limit_left]|select: [limit_left, limit_left]|4:24|'limit_left' is named twice|column",
                "select: [limit_left]|select: feature|4:11|no selection 'feature'|Did you mean 'features'?",
                "select: [limit_left]|select: {exept: [cc_num]}|4:12|unknown key 'exept' of a selection|Did you mean 'except'?",
                "select: [limit_left]|where: limit_lef > 5|4:10|column 'limit_lef', which does not exist|Did you mean 'limit_left'?",
                "select: [limit_left]|where: limit_left >|4:10|a constant is expected|not the end",
                "select: [limit_left]|join: [{group: cards, on: nothing}]|4:29|names the key column 'nothing'|it has [cc_num",
                "select: [limit_left]|join: [{group: cards, lookback: -1d}]|4:35|a lookback is a length of time|'-1d'",
                "select: [limit_left]|join: [{group: cards, lookback: 0s}]|4:10|A lookback of PT0S is not possible|positive",
                "select: [limit_left]|join: [{group: cards, strictly-before: 1}]|4:42|is true or false, not '1'|strictly-before",
                "select: [limit_left]|join: [{group: cards, prefx: a_}]|4:25|unknown key 'prefx' of a join|Did you mean 'prefix'?",
                "labels: limit_left|labels: limit|5:9|there is no selected column 'limit'|there are limit_left",
                "labels: limit_left|label: limit_left|5:1|unknown key 'label' of a feature view|Did you mean 'labels'?",
                "labels: limit_left|transformations: [{standrd_scaler: limit_left}]|5:20|no built-in transformation 'standrd_scaler'|Did you mean 'standard_scaler'?",
                "labels: limit_left|transformations: [{forward_fill: limit_lft}]|5:19|fills 'limit_lft' forward|Did you mean 'limit_left'?",
                "labels: limit_left|transformations: [{forward_fill: {column: limit_left, as: b}}]|5:19|a call fills one column|leave out 'as'",
                "labels: limit_left|transformations: [{log1p: limit_left}, {forward_fill: limit_left}]|5:40|comes after log1p(limit_left)|Put it before",
                "labels: limit_left|transformations: [{backward_fill: limit_left}]|5:20|learn from the future|Use 'impute' instead",
                "labels: limit_left|transformations: [standard_scaler]|5:19|a block of keys and values|'standard_scaler'",
                "labels: limit_left|transformations: [{log: limit_left, log1p: limit_left}]|5:19|is one name and what it reads|[log, log1p]",
                "labels: limit_left|transformations: [{clip: {column: limit_left, maxx: 1}}]|5:47|unknown key 'maxx' of 'clip'|Did you mean 'max'?",
                "labels: limit_left|transformations: [{clip: {column: limit_left, max: a}}]|5:52|is a number, not 'a'|'max'",
                "labels: limit_left|transformations: [{clip: {max: 1}}]|5:26|'column' is missing|what 'clip' reads",
                "labels: limit_left|transformations: [{clip: {column: a, columns: [b]}}]|5:26|both 'column' and 'columns'|one of them",
                "labels: limit_left|transformations: [{log: {column: limit_left, base: tenn}}]|5:52|one of [e, ten]|Did you mean 'ten'?",
                "labels: limit_left|transformations: [{quantile_transformer: {column: limit_left, quantiles: 99999999999999999999}}]|5:74|no number that can be kept|18 digits",
                "labels: limit_left|transformations: [{log1p: limit_left}, {log: limit_lef}]|5:40|limit_lef|Did you mean 'limit_left'?",
                "labels: limit_left|transformations: [{label_encoder: limit_left}]|5:19|ratio|declare",
                "labels: limit_left|transformations: [{log: {column: limit_left, as: [a, b]}}]|5:19|log|[a, b]",
                "labels: limit_left|transformations: [{log: {column: limit_left, drops: other}}]|5:53|drops 'other'|none of its inputs",
                "labels: limit_left|transformations: [{age: {column: limit_left, code: ' '}}]|5:52|a class and a method|com.acme.Cards#age",
                "labels: limit_left|transformations: [{age: {column: limit_left, code: a.B, digst: c}}]|5:57|unknown key 'digst' of 'age'|Did you mean 'digest'?",
                "labels: limit_left|transformations: [{age: {column: limit_left, code: a.B, version: 0}}]|5:66|a version is a whole number from 1|'0'",
                "labels: limit_left|labels: [limit_left, limit_left]|1:1|names a label twice|limit_left"
            })
    void aMistakeInAViewIsSaidWithItsPlace(String good, String bad, String place, String what, String more)
            throws IOException {
        write("cards.yaml", CARDS);
        write("views/risk.yml", VIEW.replace(good, bad));
        assertThat(VIEW).contains(good);
        assertThat(refusal()).contains("views/risk.yml:" + place).contains(what).contains(more);
    }

    @Test
    void everythingThatIsWrongInAFolderIsSaidAtOnce() throws IOException {
        write("a.yaml", CARDS.replace("key:", "keys:"));
        write("b.yaml", "group: banks\nkey: id\nversion: x\nttl: y\n---\nview: risk\n");
        write("c/d.yaml", "{");
        write("e.yaml", CARDS + "---\n" + CARDS);
        assertThat(refusal().lines())
                .hasSize(8)
                .first()
                .asString()
                .startsWith("7 problems in the definitions of '" + folder + "':");
        assertThat(refusal())
                .contains("a.yaml:1:1: 'key' is missing", "a.yaml:2:1: unknown key 'keys'")
                .contains("b.yaml:3:10: a version", "b.yaml:4:6: a TTL", "b.yaml:6:1: 'query' is missing")
                .contains("c/d.yaml:", "this is no YAML")
                .contains("e.yaml:9:1: the feature group 'cards' version 1 is defined twice, first at e.yaml:1:1");
    }

    @Test
    void aViewOfAGroupThatIsItselfWrongIsNotBlamed() throws IOException {
        write("a.yaml", CARDS.replace("string(16)", "sting(16)"));
        write("b.yaml", VIEW);
        assertThat(refusal()).startsWith("1 problem in").doesNotContain("b.yaml");
    }

    @Test
    void bytesThatAreNoTextAndCharactersThatAreNoneAreSaid() throws IOException {
        Files.write(folder.resolve("a.yaml"), "group: k\u00e4rte\n".getBytes(StandardCharsets.ISO_8859_1));
        write("b.yaml", "group: cards\nkey: a\u0007b\n");
        assertThat(refusal()).contains("a.yaml: the file is not UTF-8", "b.yaml:2:1: the character BEL is not allowed");
    }

    @Test
    void endlessNestingAndManyAliasesAreRefusedAtOnce() throws IOException {
        write("a.yaml", "group: " + "[".repeat(200_000));
        write("b.yaml", "a: &a [x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n");
        assertThat(refusal()).contains("nested more than 100 deep", "b.yaml:2:8: aliases (*a)");
    }

    /** The library reads in pieces of 1024 characters, and fails where a file ends with half of one at the end of a piece. */
    @Test
    void aFileMayEndWithCharactersOfTwoHalvesAnywhere() throws IOException {
        String cards = CARDS + "description: ";
        for (int length = 1015; length < 1035; length++) {
            write("a.yaml", cards + "x".repeat(length - cards.length()) + "🦆");
            assertThat(Definitions.read(folder).groups()).hasSize(1);
        }
    }

    @Test
    void whatIsNoYamlFileIsPassedOver() throws IOException {
        write(".hidden/a.yaml", "{");
        write(".b.yaml", "{");
        write("notes.txt", "{");
        write("empty.yaml", "# nothing yet\n");
        write("c.YML", CARDS);
        assertThat(Definitions.read(folder).groups()).hasSize(1);
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        ShearwaterException refused =
                catchThrowableOfType(ShearwaterException.class, () -> Definitions.read(folder.resolve("nowhere")));
        assertThat(refused).hasMessageContaining("There is no file or folder").hasMessageContaining("nowhere");
        assertThat(refused.code()).isEqualTo(DefinitionError.BAD_FOLDER);
    }
}
