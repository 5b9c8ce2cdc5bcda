package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.transform.OnDemandChain;
import io.shearwater.transform.ViewChain;

/**
 * Checks what definitions say of transformations, with their code at hand, before they are stored, and keeps the code.
 * Thread-safe.
 */
record TransformationRules(RegisteredFunctions functions) {
    /**
     * A group whose on-demand transformations are in order, with digests of their code.
     *
     * @throws io.shearwater.model.ShearwaterException naming the call and what is wrong with it
     */
    FeatureGroupSpec registered(FeatureGroupSpec group) {
        if (group.onDemand().isEmpty()) {
            return group;
        }
        if (!group.schemaIsOpen()) {
            OnDemandChain.of(group, functions);
        }
        return group.withOnDemand(functions.registered(group.onDemand()));
    }

    /** A group with digests of the program's own code, to be compared with what is stored. */
    FeatureGroupSpec digested(FeatureGroupSpec group) {
        return group.onDemand().isEmpty() ? group : group.withOnDemand(functions.digested(group.onDemand()));
    }

    /** A view with digests of the program's own code, to be compared with what is stored. */
    FeatureViewSpec digested(FeatureViewSpec view) {
        return view.transformations().isEmpty()
                ? view
                : view.withTransformations(functions.digested(view.transformations()));
    }

    /**
     * A view whose transformations are in order, with digests of their code.
     *
     * @throws io.shearwater.model.ShearwaterException naming the call and what is wrong with it
     */
    FeatureViewSpec registered(FeatureViewSpec view) {
        if (view.transformations().isEmpty()) {
            return view;
        }
        ViewChain.of(view, functions);
        return view.withTransformations(functions.registered(view.transformations()));
    }
}
