package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.text.KeyForm.Composite;
import io.kvkit.spring.operation.key.text.KeyForm.None;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Checks declared types before any call: whether their values, or elements of these, can be part of a key. */
final class KeyTypes {

    private final KeyForms forms;
    private final Set<Class<?>> seen = new HashSet<>();

    private KeyTypes(KeyForms forms) {
        this.forms = forms;
    }

    /** Returns why values of the type cannot be part of a key; null if they can. */
    static @Nullable String problem(ResolvableType type, KeyForms forms) {
        return new KeyTypes(forms).find(type);
    }

    private @Nullable String find(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (type.isArray()) {
            return forms.of(raw) instanceof Composite ? find(type.getComponentType()) : null;
        }
        if (raw == Optional.class) {
            return find(type.getGeneric(0));
        }
        if (PlainValue.isWrapped(raw) || forms.isOwn(raw)) {
            return null;
        }
        KeyForm form = forms.of(raw);
        if (form instanceof None none) {
            return isOpen(raw) && Handles.form(raw) == null ? null : raw.getTypeName() + " " + none.reason();
        }
        return form instanceof Composite composite ? inParts(type, raw, composite) : null;
    }

    // The class of a value is known only during a call.
    private static boolean isOpen(Class<?> type) {
        return type == Object.class || type.isInterface() || Modifier.isAbstract(type.getModifiers());
    }

    private @Nullable String inParts(ResolvableType type, Class<?> raw, Composite composite) {
        if (Map.class.isAssignableFrom(raw)) {
            String ofKey = find(type.as(Map.class).getGeneric(0));
            return ofKey == null ? find(type.as(Map.class).getGeneric(1)) : ofKey;
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return find(type.as(Collection.class).getGeneric(0));
        }
        if (composite.fields().isEmpty()) {
            return inGenerics(type);
        }
        return seen.add(raw) ? inFields(type, composite) : null;
    }

    private @Nullable String inGenerics(ResolvableType type) {
        for (ResolvableType each : type.getGenerics()) {
            String problem = find(each);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String inFields(ResolvableType type, Composite composite) {
        for (Field field : composite.fields()) {
            String problem = find(ResolvableType.forField(field, type));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }
}
