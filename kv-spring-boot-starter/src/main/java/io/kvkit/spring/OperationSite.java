package io.kvkit.spring;

import io.kvkit.codec.Codec.Obstacle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The place of an annotation.
 *
 * @param type the class of the bean
 * @param method the annotated method
 * @param annotation the simple name of the annotation, without {@code @}
 */
public record OperationSite(Class<?> type, Method method, String annotation) {

    /**
     * Returns class, method and the simple names of the parameter types, such as {@code
     * shop.ProductService.find(long)}.
     */
    public String place() {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", type.getName() + "." + method.getName() + "(", ")"));
    }

    /** Returns annotation and place, such as {@code @Cached on shop.ProductService.find(long)}. */
    @Override
    public String toString() {
        return "@" + annotation + " on " + place();
    }

    /** Creates the exception for a return type that cannot be kept although the annotation promises it. */
    public KvConfigurationException refused(Obstacle obstacle) {
        return error("", null, "its results cannot be kept, because " + obstacle.problem(), obstacle.mend());
    }

    /** Creates the exception for a wrong attribute of this annotation. */
    public KvConfigurationException error(String attribute, @Nullable Object value, String problem, String mend) {
        return new KvConfigurationException(
                this, attribute, value == null ? null : value.toString(), problem, mend, null);
    }
}
