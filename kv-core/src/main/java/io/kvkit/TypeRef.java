package io.kvkit;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with its type arguments, such as {@code new TypeRef<List<Price>>() {}}.
 *
 * <pre>{@code
 * KvValues<List<Price>> history = client.values(new TypeRef<List<Price>>() {});
 * }</pre>
 *
 * @param <T> the type
 * @since 0.1
 */
public abstract class TypeRef<T> {

    private final Type type;

    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType generic)) {
            throw new IllegalStateException("Write new TypeRef<TheType>() {} with the type in the brackets");
        }
        this.type = generic.getActualTypeArguments()[0];
    }

    /** Returns the type. */
    public final Type type() {
        return type;
    }
}
