package io.kvkit.spring.operation;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** One annotation on one method: read, filled up from the settings, and checked. Immutable. */
public interface Operation {

    /** Whose annotation it is. */
    Area<?> area();

    /** Where it was declared. */
    OperationSite site();

    /** The identity of its records. */
    String name();

    /** Whether the name was written; else it is made of class and method. */
    boolean named();

    /** Whether it does anything; when not, calls pass through. */
    boolean enabled();

    /** What the method returns. */
    ReturnShape returns();

    /** The compiled key and scope. */
    KeyPlan key();

    /** What operations of one area and name must have in common, as attribute and value. */
    Map<String, String> traits();

    /** Whether the class carries the annotation, so that all its methods share it. */
    default boolean ofClass() {
        return false;
    }

    /**
     * Refuses another operation of its area and name that it cannot share records with, beyond its {@link #traits}.
     *
     * @throws KvConfigurationException naming both
     */
    default void requireFit(Operation other) {}

    /**
     * Refuses what stands on the same method or is there in the application, and does not go with it.
     *
     * @param method all operations of the method
     * @param beans where the application's beans are; null if that is unknown
     * @throws KvConfigurationException if it would not do what it says
     */
    default void check(Operations method, @Nullable BeanFactory beans) {}

    /** What it keeps in the store; null if that is nothing of the method's. */
    default @Nullable Kept kept() {
        return null;
    }

    /** What happens if two beans have it; null if that is as it should be. */
    default @Nullable Ownership ownership() {
        return null;
    }

    /**
     * Values that an operation keeps.
     *
     * @param type their type, with generics
     * @param needed whether the operation fails where they cannot be read again
     */
    record Kept(Type type, boolean needed) {}

    /**
     * Whose an operation is.
     *
     * @param id what only one bean may have
     * @param harm what would follow if two had; null if that only deserves a warning
     * @param byKey whether its key can tell two beans apart
     */
    record Ownership(String id, @Nullable String harm, boolean byKey) {}
}
