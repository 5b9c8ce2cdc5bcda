package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.transform.Functions;
import io.shearwater.transform.OnDemandChain;
import io.shearwater.transform.ViewChain;

/** Checks what definitions say of transformations, with their code at hand, before they are stored. */
final class TransformationRules {
    private TransformationRules() {}

    /**
     * Checks the on-demand transformations of a group.
     *
     * @throws io.shearwater.model.ShearwaterException naming the call and what is wrong with it
     */
    static void check(FeatureGroupSpec group, Functions functions) {
        if (!group.onDemand().isEmpty() && !group.schemaIsOpen()) {
            OnDemandChain.of(group, functions);
        }
    }

    /**
     * Checks the transformations of a view.
     *
     * @throws io.shearwater.model.ShearwaterException naming the call and what is wrong with it
     */
    static void check(FeatureViewSpec view, Functions functions) {
        ViewChain.of(view, functions);
    }
}
