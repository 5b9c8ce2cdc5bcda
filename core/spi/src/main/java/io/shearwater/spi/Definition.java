package io.shearwater.spi;

import java.util.List;

/**
 * A definition as the registry keeps it.
 *
 * @param json its content; the registry module gives it meaning
 * @param revision counts the changes of this definition, from 1; 0 for one that is not stored yet
 * @param dependsOn what must not be deleted while this exists
 */
public record Definition(DefinitionKey key, String json, long revision, List<DefinitionKey> dependsOn) {
    public Definition {
        dependsOn = List.copyOf(dependsOn);
    }
}
