package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("t_id", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("cc_num", DataType.string(16))
            .feature("merchant_id", DataType.LONG)
            .feature("amount", DataType.DOUBLE)
            .feature("is_fraud", DataType.BOOLEAN)
            .primaryKey("t_id")
            .eventTime("at")
            .foreignKey("merchants", "merchant_id")
            .build();

    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 2)
            .feature("cc_num", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("bank", DataType.INT)
            .feature("other_bank", DataType.INT)
            .feature("amount", DataType.DOUBLE)
            .primaryKey("cc_num")
            .eventTime("at")
            .build();

    private static final FeatureGroupSpec MERCHANTS = FeatureGroupSpec.builder("merchants", 1)
            .feature("id", DataType.LONG)
            .feature("category", DataType.STRING)
            .primaryKey("id")
            .build();

    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .feature("bank_id", DataType.INT)
            .feature("at", DataType.DATE)
            .feature("rating", DataType.DOUBLE)
            .primaryKey("bank_id")
            .eventTime("at")
            .build();

    @Test
    void selectionsKeepTheirOrder() {
        assertThat(Query.of(PAYMENTS, List.of("is_fraud", "amount")).schema().names())
                .containsExactly("is_fraud", "amount");
        assertThat(Query.allOf(PAYMENTS).schema()).isEqualTo(PAYMENTS.schema());
        assertThat(Query.featuresOf(PAYMENTS).columns()).containsExactly("cc_num", "amount", "is_fraud");
        assertThat(Query.except(PAYMENTS, List.of("at", "t_id", "is_fraud")).columns())
                .containsExactly("cc_num", "merchant_id", "amount");
    }

    @Test
    void anUnknownColumnIsNamedWithItsGroupAndTheNearest() {
        assertThatThrownBy(() -> Query.of(PAYMENTS, List.of("amuont")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(
                        "The feature group 'payments' version 1 has no column 'amuont'; it has [t_id, at,")
                .hasMessageContaining("Did you mean 'amount'?");
        assertThatThrownBy(() -> Query.except(PAYMENTS, List.of("amuont"))).hasMessageContaining("no column 'amuont'");
        assertThatThrownBy(() -> Query.allOf(PAYMENTS).where(Predicate.atLeast("amuont", 1)))
                .hasMessageContaining("The filter on feature group 'payments' version 1 names the column 'amuont'");
        assertThatThrownBy(() -> Query.of(PAYMENTS, List.of("amount", "amount")))
                .hasMessage("The column 'amount' of 'payments' is selected twice. Leave one of them out.");
    }

    @Test
    void aGroupWithoutColumnsCannotBeSelected() {
        FeatureGroupSpec open =
                FeatureGroupSpec.builder("open", 1).primaryKey("id").build();
        assertThatThrownBy(() -> Query.allOf(open))
                .hasMessageContaining("'open' has no columns yet. Insert a first frame, or declare its features.");
    }

    @Test
    void keysAreInferredByForeignKeyFirst() {
        Query query =
                Query.of(PAYMENTS, List.of("amount")).join(Query.of(MERCHANTS, List.of("category")), Join.inferred());
        assertThat(query.joins().getFirst().how().on()).containsExactly(new KeyPair("merchant_id", "id"));
        assertThat(query.schema().toString()).isEqualTo("[amount double, category string]");
    }

    @Test
    void keysAreInferredByNameWhereThereIsNoForeignKey() {
        Query query = Query.of(PAYMENTS, List.of("amount")).join(Query.of(CARDS, List.of("bank")), Join.inferred());
        assertThat(query.joins().getFirst().how().on()).containsExactly(new KeyPair("cc_num", "cc_num"));
    }

    @Test
    void explicitKeysWin() {
        Query right = Query.of(BANKS, List.of("rating"));
        Query query = Query.of(CARDS, List.of("bank")).join(right, Join.onPair("other_bank", "bank_id"));
        assertThat(query.joins().getFirst().how().on()).containsExactly(new KeyPair("other_bank", "bank_id"));
        assertThat(query).hasToString("cards[bank] join (banks[rating]) on [other_bank = bank_id]");
        assertThat(Join.on("a", "b").and("c", "d").on()).hasToString("[a, b, c = d]");
    }

    @Test
    void anUnreachableGroupIsRefusedNamingBoth() {
        assertThatThrownBy(() -> Query.allOf(CARDS).join(Query.of(BANKS, List.of("rating")), Join.inferred()))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'banks' cannot be reached from 'cards': there is no foreign key to it")
                .hasMessageContaining("do not hold its primary key [bank_id]")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(ModelError.BAD_JOIN);
    }

    @Test
    void twoForeignKeysToOneGroupAreAmbiguous() {
        FeatureGroupSpec two = FeatureGroupSpec.builder("transfers", 1)
                .feature("id", DataType.LONG)
                .feature("from_bank", DataType.INT)
                .feature("to_bank", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .primaryKey("id")
                .eventTime("at")
                .foreignKey("banks", "from_bank")
                .foreignKey("banks", "to_bank")
                .build();
        assertThatThrownBy(() -> Query.allOf(two).join(Query.of(BANKS, List.of("rating")), Join.inferred()))
                .hasMessageContaining("'transfers' has 2 foreign keys to 'banks': [[from_bank], [to_bank]]")
                .hasMessageContaining("Say which");
    }

    @Test
    void aForeignKeyOfAnotherWidthIsRefused() {
        FeatureGroupSpec pair = FeatureGroupSpec.builder("pairs", 1)
                .feature("a", DataType.INT)
                .feature("b", DataType.INT)
                .primaryKey("a", "b")
                .foreignKey("banks", "a", "b")
                .build();
        assertThatThrownBy(() -> Query.allOf(pair).join(Query.of(BANKS, List.of("rating")), Join.inferred()))
                .hasMessageContaining(
                        "The foreign key [a, b] of 'pairs' has 2 columns, but the primary key of 'banks' is [bank_id]");
    }

    @Test
    void keysThatCannotBeComparedAreRefused() {
        Query banks = Query.of(BANKS, List.of("rating"));
        Query all = Query.of(PAYMENTS, List.of("t_id"));
        assertThatThrownBy(() -> all.join(banks, Join.onPair("merchant_id", "bank_id")))
                .hasMessageContaining(
                        "'payments.merchant_id' is long and 'banks.bank_id' is int; join keys must have the same type");
        assertThatThrownBy(() -> all.join(banks, Join.onPair("merchant", "bank_id")))
                .hasMessageContaining("names the key column 'merchant', which 'payments' does not have");
        assertThatThrownBy(() -> all.join(banks, Join.onPair("merchant_id", "bankid")))
                .hasMessageContaining("names the key column 'bankid', which 'banks' does not have")
                .hasMessageContaining("Did you mean 'bank_id'?");
        assertThatThrownBy(() -> all.join(Query.of(CARDS, List.of("bank")), Join.on("at")))
                .hasMessageContaining("'at' is the event time of 'cards': the join is point in time on it already");
        assertThatThrownBy(() -> all.join(Query.of(CARDS, List.of("bank")), Join.on("amount")))
                .hasMessageContaining("'payments.amount' is double, which is no join key");
    }

    @Test
    void textsOfDifferentLengthJoin() {
        assertThat(Query.allOf(PAYMENTS)
                        .join(Query.of(CARDS, List.of("bank")), Join.on("cc_num"))
                        .joins())
                .hasSize(1);
    }

    @Test
    void clashingNamesNeedAPrefix() {
        Query payments = Query.of(PAYMENTS, List.of("amount"));
        Query cards = Query.of(CARDS, List.of("amount", "bank"));
        assertThatThrownBy(() -> payments.join(cards, Join.inferred()))
                .hasMessageContaining("The column 'amount' would come from 'payments' and from 'cards'")
                .hasMessageContaining("Join.inferred().withPrefix(\"cards_\")");
        Query joined = payments.join(cards, Join.inferred().withPrefix("card_"));
        assertThat(joined.schema().names()).containsExactly("amount", "card_amount", "card_bank");
        assertThatThrownBy(() -> Join.inferred().withPrefix("Card-"))
                .hasMessageContaining("The join prefix name 'Card-' is not allowed");
    }

    @Test
    void prefixesAddUpAlongTheTreeAndNodesAreCountedDepthFirst() {
        Query tree = Query.of(PAYMENTS, List.of("amount"))
                .join(
                        Query.of(CARDS, List.of("amount"))
                                .join(
                                        Query.of(BANKS, List.of("rating")),
                                        Join.onPair("bank", "bank_id").withPrefix("b_"))
                                .join(
                                        Query.of(BANKS, List.of("rating")),
                                        Join.onPair("other_bank", "bank_id").withPrefix("o_")),
                        Join.inferred().withPrefix("c_"))
                .join(Query.of(MERCHANTS, List.of("category")), Join.inferred());
        assertThat(tree.schema().names()).containsExactly("amount", "c_amount", "c_b_rating", "c_o_rating", "category");
        assertThat(tree.outputs()).extracting(Query.Output::node).containsExactly(0, 1, 2, 3, 4);
        assertThat(tree.nodes())
                .extracting(node -> node.group().name())
                .containsExactly("payments", "cards", "banks", "banks", "merchants");
    }

    @Test
    void timeConditionsNeedAGroupWithAnEventTime() {
        Query payments = Query.of(PAYMENTS, List.of("amount"));
        Query merchants = Query.of(MERCHANTS, List.of("category"));
        assertThatThrownBy(() -> payments.join(merchants, Join.inferred().within(Duration.ofDays(1))))
                .hasMessage(
                        "'merchants' has no event time, so within(PT24H) means nothing for its join to 'payments'. Leave it out.");
        assertThatThrownBy(() -> payments.join(merchants, Join.inferred().strictlyBefore()))
                .hasMessageContaining("so strictlyBefore() means nothing");
        assertThatThrownBy(() -> Join.inferred().within(Duration.ZERO))
                .hasMessage("A lookback of PT0S is not possible; it must be positive.");
    }

    @Test
    void stepsLeaveTheQueryTheyStartFromAlone() {
        Query payments = Query.of(PAYMENTS, List.of("amount"));
        Query joined =
                payments.where(Predicate.atLeast("amount", 1)).join(Query.of(CARDS, List.of("bank")), Join.inferred());
        assertThat(payments.joins()).isEmpty();
        assertThat(payments.filter().passesAll()).isTrue();
        assertThat(joined.where(Predicate.atMost("amount", 9)).filter()).hasToString("(amount >= 1) and (amount <= 9)");
        Join how = Join.on("a")
                .withPrefix("p_")
                .strictlyBefore()
                .within(Duration.ofDays(1))
                .requirePresent();
        assertThat(how)
                .isEqualTo(new Join(
                        List.of(new KeyPair("a", "a")), "p_", true, java.util.Optional.of(Duration.ofDays(1)), true));
    }
}
