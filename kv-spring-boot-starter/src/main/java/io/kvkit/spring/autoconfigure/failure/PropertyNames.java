package io.kvkit.spring.autoconfigure.failure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Derives the names of properties from the record to which they are bound, each as a list of elements. */
final class PropertyNames {

    /** The element for a name that the user chooses. */
    static final String ANY = "*";

    /** The element for an index. */
    static final String ANY_INDEX = "[*]";

    private final List<List<String>> names = new ArrayList<>();

    private PropertyNames() {}

    static List<List<String>> of(String root, Class<?> type) {
        PropertyNames all = new PropertyNames();
        all.collect(List.of(root), type);
        return List.copyOf(all.names);
    }

    private void collect(List<String> prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            collect(prefix, DataObjectPropertyName.toDashedForm(component.getName()), component.getGenericType());
        }
    }

    private void collect(List<String> prefix, String name, Type type) {
        if (type instanceof Class<?> simple && simple.isRecord()) {
            collect(with(prefix, name), simple);
        } else if (type instanceof ParameterizedType generic
                && lastArgument(generic).isRecord()) {
            String any = generic.getRawType() == Map.class ? ANY : ANY_INDEX;
            collect(with(with(prefix, name), any), lastArgument(generic));
        } else {
            names.add(with(prefix, name));
        }
    }

    private static Class<?> lastArgument(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        return (Class<?>) arguments[arguments.length - 1];
    }

    private static List<String> with(List<String> prefix, String name) {
        List<String> all = new ArrayList<>(prefix);
        all.add(name);
        return List.copyOf(all);
    }
}
