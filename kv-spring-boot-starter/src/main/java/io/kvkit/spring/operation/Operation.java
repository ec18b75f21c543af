package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** One annotation on one method after it has been read, completed from the settings and checked. Immutable. */
public interface Operation {

    /** Returns the area of the annotation. */
    Area<?> area();

    /** Returns the place of the annotation. */
    OperationSite site();

    /** Returns the name, which identifies the records. */
    String name();

    /** Returns whether the annotation has a name; if not, the name consists of class and method. */
    boolean named();

    /** Returns whether the operation is enabled; if not, calls pass through. */
    boolean enabled();

    /** Returns the shape of the method's return type. */
    ReturnShape returns();

    /** Returns the compiled key and scope. */
    KeyPlan key();

    /** Returns the attributes and values in which all operations of one area and name must agree. */
    Map<String, String> traits();

    /** Returns whether the class carries the annotation, so that all its methods share it. */
    default boolean ofClass() {
        return false;
    }

    /**
     * Refuses another operation of its area and name that cannot share its records for reasons beyond the {@link
     * #traits}.
     *
     * @throws KvConfigurationException if they cannot share records; the message names both
     */
    default void requireFit(Operation other) {}

    /**
     * Refuses other operations of the method, or beans of the application, that do not fit this operation.
     *
     * @param method all operations of the method
     * @param beans the application's beans; null if they are unknown
     * @throws KvConfigurationException if the operation would not keep its promise
     */
    default void check(Operations method, @Nullable BeanFactory beans) {}

    /** Returns the values that the operation keeps in the store; null if it keeps none of the method's. */
    default @Nullable Kept kept() {
        return null;
    }

    /** Returns the rule for operations that two beans share; null if they may share this one. */
    default @Nullable Ownership ownership() {
        return null;
    }

    /**
     * Values that an operation keeps.
     *
     * @param type their type, with generics
     * @param needed whether the operation fails if they cannot be read again
     */
    record Kept(Type type, boolean needed) {}

    /**
     * The rule that only one bean has an operation.
     *
     * @param id the identity that only one bean may have
     * @param harm the consequence if two beans have it; null if that only deserves a warning
     * @param byKey whether the key can separate two beans
     */
    record Ownership(String id, @Nullable String harm, boolean byKey) {}
}
