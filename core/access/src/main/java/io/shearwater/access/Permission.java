package io.shearwater.access;

import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.List;

/** One thing that one may do in a project. Which role may is in {@link Role}. */
public enum Permission {
    METADATA_READ("read definitions, schemas, versions, lineage and tags"),
    STATISTICS_READ("read statistics"),
    FEATURES_READ("read rows and vectors, and query them with SQL"),
    FEATURES_WRITE("insert, delete and materialize rows"),
    FEATURE_GROUPS_EDIT("create, change, tag and delete feature groups"),
    FEATURE_VIEWS_EDIT("create, change, tag and delete feature views"),
    TRAINING_DATA_READ("read training data"),
    TRAINING_DATA_EDIT("make and delete training datasets"),
    EXPERIMENTS_READ("read experiments and their runs"),
    EXPERIMENTS_EDIT("train, and write experiments and their runs"),
    MODELS_READ("read the files of models"),
    MODELS_ADD("register models and describe them"),
    MODELS_REMOVE("remove models"),
    MODELS_PROMOTE("move models between stages and aliases"),
    PREDICT("ask deployments for predictions"),
    DEPLOYMENTS_READ("read what deployments serve and how they do"),
    DEPLOYMENTS_EDIT("create, start, change, stop and remove deployments"),
    FILES_READ("list and read project files"),
    FILES_WRITE("write project files"),
    FILES_DELETE("delete project files"),
    SHARE("share feature groups with other projects"),
    SECRETS("read, write and remove the project's secrets"),
    SECRETS_PRIVATE("keep secrets of one's own"),
    AUDIT_READ("read who did what"),
    MEMBERS_READ("see who is a member"),
    MEMBERS_EDIT("add, change and remove members and service accounts"),
    PROJECT_DELETE("delete the project");

    private final String words;

    Permission(String words) {
        this.words = words;
    }

    /** What it allows, as it follows "may". */
    public String words() {
        return words;
    }

    /**
     * The permission of this name, in upper or lower case.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for any other name, suggesting the nearest
     */
    public static Permission parse(String name) {
        List<String> known = Arrays.stream(values()).map(Words::lower).toList();
        int at = known.indexOf(Words.lower(name));
        if (at < 0) {
            throw AccessError.BAD_REQUEST.because(
                    "There is no permission '" + name + "'; there are " + known + "." + Names.didYouMean(name, known));
        }
        return values()[at];
    }
}
