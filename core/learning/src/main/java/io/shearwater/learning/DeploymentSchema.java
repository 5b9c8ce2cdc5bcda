package io.shearwater.learning;

import io.shearwater.model.Field;
import java.util.List;

/**
 * What a client sends to a deployment and gets from it; models may change behind it as long as this stays. Immutable.
 *
 * @param servingKeys by which stored features are read; every entry names them
 * @param passedFeatures that an entry may name in the place of stored values
 * @param requestParameters inputs of what is computed at the request
 * @param needed which of the passed features and request parameters an entry has to name, beside the serving keys
 * @param response names and types of what comes back
 */
public record DeploymentSchema(
        String deployment,
        List<Field> servingKeys,
        List<Field> passedFeatures,
        List<Field> requestParameters,
        List<String> needed,
        List<Field> response) {
    public DeploymentSchema {
        servingKeys = List.copyOf(servingKeys);
        passedFeatures = List.copyOf(passedFeatures);
        requestParameters = List.copyOf(requestParameters);
        needed = List.copyOf(needed);
        response = List.copyOf(response);
    }
}
