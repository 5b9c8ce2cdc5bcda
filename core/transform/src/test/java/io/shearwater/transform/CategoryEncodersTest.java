package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CategoryEncodersTest {
    private static final String AIRLINES = "airlines";
    private static final String EATING = "eating places and restaurants";
    private static final String RENTAL = "car rental";
    private static final String HOTELS = "hotels, motels, and resorts";
    private static final Column TRAINING = Trial.texts(AIRLINES, EATING, AIRLINES, null, RENTAL, HOTELS);

    private static void assertTable(TransformationCall call) {
        Trial trial = Trial.fitted(call, TRAINING);

        assertThat(trial.apply(Trial.texts(AIRLINES, EATING, RENTAL, HOTELS)))
                .containsExactly(List.of(1, 0, 0, 0), List.of(0, 1, 0, 0), List.of(0, 0, 1, 0), List.of(0, 0, 0, 1));
        assertThat(trial.bound(Use.INFERENCE).endings())
                .containsExactly(
                        "airlines", "eating_places_and_restaurants", "car_rental", "hotels_motels_and_resorts");
    }

    @Test
    void oneHotKeepsTheOrderOfAppearanceWhereItIsAskedFor() {
        assertTable(BuiltIns.oneHotEncoder("category", CategoryOrder.APPEARANCE, UnseenCategory.ZEROS));
    }

    @Test
    void oneHotKeepsTheOrderOfListedCategories() {
        assertTable(BuiltIns.oneHotEncoder("category", List.of(AIRLINES, EATING, RENTAL, HOTELS)));
    }

    @Test
    void oneHotSortsWhatItLearnsByItself() {
        Trial trial = Trial.fitted(BuiltIns.oneHotEncoder("category"), TRAINING);

        assertThat(trial.bound(Use.INFERENCE).endings())
                .containsExactly(
                        "airlines", "car_rental", "eating_places_and_restaurants", "hotels_motels_and_resorts");
    }

    @Test
    void oneHotStandsInThePlaceOfItsColumn() {
        TransformationCall call = BuiltIns.oneHotEncoder("category");

        assertThat(call.outputs()).containsExactly("category");
        assertThat(call.drops()).containsExactly("category");
    }

    @Test
    void anUnseenCategoryIsZerosOrOtherOrRefused() {
        Column unseen = Trial.texts("a", "new", null);

        assertThat(Trial.fitted(BuiltIns.oneHotEncoder("c"), Trial.texts("a", "b"))
                        .apply(unseen))
                .containsExactly(List.of(1, 0, 0), List.of(0, 0, 0));
        assertThat(Trial.fitted(
                                BuiltIns.oneHotEncoder("c", CategoryOrder.SORTED, UnseenCategory.OTHER),
                                Trial.texts("a", "b"))
                        .apply(unseen))
                .containsExactly(List.of(1, 0, 0), List.of(0, 0, 0), List.of(0, 1, 0));
        Trial strict = Trial.fitted(
                BuiltIns.oneHotEncoder("c", CategoryOrder.SORTED, UnseenCategory.ERROR), Trial.texts("a", "b"));
        assertThatThrownBy(() -> strict.apply(unseen))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'c' is 'new'");
    }

    @Test
    void rareCategoriesShareAColumn() {
        Trial trial = Trial.fitted(BuiltIns.oneHotEncoder("c", 2), Trial.texts("a", "rare", "a", "b", "b"));

        assertThat(trial.bound(Use.INFERENCE).endings()).containsExactly("a", "b", "other");
        assertThat(trial.apply(Trial.texts("rare", "b"))).containsExactly(List.of(0, 0), List.of(0, 1), List.of(1, 0));
    }

    @Test
    void categoriesThatLookAlikeHaveColumnsOfTheirOwn() {
        Trial trial = Trial.fitted(
                BuiltIns.oneHotEncoder("c", CategoryOrder.SORTED, UnseenCategory.OTHER),
                Trial.texts("", "!", "1", "-1", "a b", "a_b", "other", "\u65e5\u672c"));

        assertThat(trial.bound(Use.INFERENCE).endings())
                .containsExactly("value", "value_2", "minus_1", "1", "a_b", "a_b_2", "other", "value_3", "other_2");
    }

    @Test
    void labelsAreNumberedByTheirValues() {
        Trial trial = Trial.fitted(BuiltIns.labelEncoder("fraud"), Trial.texts("stolen", "fine", null, "fine", "lost"));

        assertThat(trial.values("fine", "lost", "stolen", null, "unseen")).containsExactly(0, 1, 2, null, -1);
    }

    @Test
    void labelsOfEveryPlainTypeAreNumbered() {
        Trial bools = Trial.fitted(BuiltIns.labelEncoder("fraud"), Trial.column(DataType.BOOLEAN, true, false));
        assertThat(bools.values(false, true, null)).containsExactly(0, 1, null);
    }

    @Test
    void anEncoderOfACodeThatIsANumberAsksForItsFeatureType() {
        assertThatThrownBy(() -> Trial.fitted(BuiltIns.oneHotEncoder("mcc"), Trial.column(DataType.INT, 1, 2)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("declare the feature nominal");
    }

    @Test
    void aMisspeltFunctionIsToldItsName() {
        assertThatThrownBy(() -> BuiltInFunctions.find(FunctionRef.builtIn("min_max_scalar", Map.of())))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("Did you mean 'min_max_scaler'?");
    }

    @Test
    void aMisspeltParameterIsToldItsName() {
        assertThatThrownBy(() -> BuiltInFunctions.find(FunctionRef.builtIn("min_max_scaler", Map.of("hihg", 2))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("Did you mean 'high'?");
    }

    @Test
    void aMisspeltWordIsToldTheWords() {
        assertThatThrownBy(
                        () -> BuiltInFunctions.find(FunctionRef.builtIn("one_hot_encoder", Map.of("unseen", "zero"))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("[zeros, other, error]")
                .hasMessageContaining("Did you mean 'zeros'?");
    }
}
