package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "amount",
                "trailing_",
                "a1_",
                "num_10min",
                "a23456789012345678901234567890123456789012345678901234567890abc"
            })
    void aNameThatFollowsTheRuleIsGivenBack(String name) {
        assertThat(Names.check("feature", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Amount,amount",
        "card-present,card_present",
        "1st,c_1st",
        "_seq,seq",
        "' amount ',amount",
        "größe,grosse",
        "'',c_",
        "💥,c_",
        "a.b,a_b",
        "amount;drop table x,amount_drop_table_x",
    })
    void aNameThatBreaksTheRuleIsRefusedWithOneThatDoesNot(String name, String proposal) {
        assertThatThrownBy(() -> Names.check("feature", name))
                .hasMessageContaining("The feature name '" + name + "' is not allowed")
                .hasMessageContaining("Try '" + proposal + "'");
    }

    @Test
    void aNameOf64CharactersIsRefused() {
        assertThatThrownBy(() -> Names.check("feature group", "a".repeat(64)))
                .hasMessageContaining("63 characters at most")
                .hasMessageContaining("Try '" + "a".repeat(63) + "'");
    }

    @Test
    void proposalsForColumnsDifferHoweverAlikeTheColumnsAre() {
        assertThat(Names.proposals(
                        List.of("pm2.5", "PM2,5", "Pm2_5 ", "Åre µg/m³", "日", "本", "x".repeat(63), "X".repeat(70))))
                .containsExactly(
                        "pm2_5", "pm2_5_2", "pm2_5_3", "are_g_m3", "c_", "c__2", "x".repeat(63), "x".repeat(61) + "_2");
    }

    @Property
    void everyProposalIsAllowed(@ForAll String name) {
        assertThatCode(() -> Names.check("feature", Names.proposal(name))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "amuont,amount",
        "ST,ts",
        "st,ts",
        "amoun,amount",
        "AMOUNT,amount",
        "Cc_Num,cc_num",
        "merchnt_id,merchant_id",
    })
    void aNearNameIsSuggested(String name, String expected) {
        assertThat(Names.didYouMean(name, List.of("cc_num", "amount", "merchant_id", "ts")))
                .isEqualTo(" Did you mean '" + expected + "'?");
    }

    @Test
    void aFarNameIsNotSuggested() {
        assertThat(Names.didYouMean("colour", List.of("cc_num", "amount"))).isEmpty();
        assertThat(Names.nearest("x", List.of())).isEmpty();
    }

    @Test
    void ofTwoEquallyNearNamesTheFirstInOrderIsSuggested() {
        assertThat(Names.nearest("sum_c", List.of("sum_b", "sum_a"))).contains("sum_a");
    }
}
