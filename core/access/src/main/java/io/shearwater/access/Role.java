package io.shearwater.access;

import static io.shearwater.access.Permission.DEPLOYMENTS_READ;
import static io.shearwater.access.Permission.EXPERIMENTS_EDIT;
import static io.shearwater.access.Permission.EXPERIMENTS_READ;
import static io.shearwater.access.Permission.FEATURES_READ;
import static io.shearwater.access.Permission.FEATURE_VIEWS_EDIT;
import static io.shearwater.access.Permission.FILES_DELETE;
import static io.shearwater.access.Permission.FILES_READ;
import static io.shearwater.access.Permission.FILES_WRITE;
import static io.shearwater.access.Permission.MEMBERS_READ;
import static io.shearwater.access.Permission.METADATA_READ;
import static io.shearwater.access.Permission.MODELS_ADD;
import static io.shearwater.access.Permission.MODELS_READ;
import static io.shearwater.access.Permission.MODELS_REMOVE;
import static io.shearwater.access.Permission.PREDICT;
import static io.shearwater.access.Permission.SECRETS_PRIVATE;
import static io.shearwater.access.Permission.STATISTICS_READ;
import static io.shearwater.access.Permission.TRAINING_DATA_EDIT;
import static io.shearwater.access.Permission.TRAINING_DATA_READ;

import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a member is in a project, and with it what it may do. This is the one place that says so; what is not here is denied. */
public enum Role {
    /** May do everything in the project, and decides who else may. */
    DATA_OWNER(EnumSet.allOf(Permission.class)),

    /** Makes views, training data and models of the features that are there. */
    DATA_SCIENTIST(EnumSet.of(
            METADATA_READ,
            STATISTICS_READ,
            FEATURES_READ,
            FEATURE_VIEWS_EDIT,
            TRAINING_DATA_READ,
            TRAINING_DATA_EDIT,
            EXPERIMENTS_READ,
            EXPERIMENTS_EDIT,
            MODELS_READ,
            MODELS_ADD,
            MODELS_REMOVE,
            PREDICT,
            DEPLOYMENTS_READ,
            FILES_READ,
            FILES_WRITE,
            FILES_DELETE,
            SECRETS_PRIVATE,
            MEMBERS_READ)),

    /** Looks at features and what they are like. */
    OBSERVER(EnumSet.of(METADATA_READ, STATISTICS_READ, FEATURES_READ, DEPLOYMENTS_READ, MEMBERS_READ)),

    /** Sees what there is, and reads the features that it was granted, through {@link Access#columns} only. */
    RESTRICTED(EnumSet.of(METADATA_READ));

    private final Set<Permission> permissions;

    Role(EnumSet<Permission> permissions) {
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /** As people say it: "data owner". */
    public String words() {
        return Words.of(this);
    }

    /** The roles that allow something, as people say them. */
    static List<String> thatAllow(Permission permission) {
        return Arrays.stream(values())
                .filter(role -> role.allows(permission))
                .map(Role::words)
                .toList();
    }

    /**
     * The role of this name, in upper or lower case, with spaces or underscores.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for any other name, suggesting the nearest
     */
    public static Role parse(String name) {
        List<String> known = Arrays.stream(values()).map(Words::lower).toList();
        String wanted = Words.lower(name).replace(' ', '_');
        int at = known.indexOf(wanted);
        if (at < 0) {
            throw AccessError.BAD_REQUEST.because(
                    "There is no role '" + name + "'; there are " + known + "." + Names.didYouMean(wanted, known));
        }
        return values()[at];
    }
}
