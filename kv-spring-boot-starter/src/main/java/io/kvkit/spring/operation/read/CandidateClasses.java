package io.kvkit.spring.operation.read;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * Tells cheaply which classes cannot have operations, so that nobody searches the hierarchy of each of their methods.
 *
 * <p>It reads what each class declares once, and keeps no class from being unloaded. Safe for use by several threads.
 */
public final class CandidateClasses {

    private final Set<Class<? extends Annotation>> all;
    private final Map<Class<?>, Set<Class<? extends Annotation>>> known = new ConcurrentReferenceHashMap<>();

    /**
     * Creates an instance that knows no class yet.
     *
     * @param annotations the annotations that it looks for
     */
    public CandidateClasses(List<Class<? extends Annotation>> annotations) {
        this.all = Set.copyOf(annotations);
    }

    /** Returns false if neither the class nor any of its methods has any of the annotations. */
    public boolean mayHaveAny(Class<?> type) {
        return !found(type).isEmpty();
    }

    /**
     * Returns false if neither the class nor any of its methods has one of these annotations, also as meta-annotation or
     * on a supertype.
     */
    public boolean mayHave(Class<?> type, Collection<Class<? extends Annotation>> annotations) {
        return found(type).stream().anyMatch(annotations::contains);
    }

    private Set<Class<? extends Annotation>> found(Class<?> type) {
        Set<Class<? extends Annotation>> found = known.get(type);
        if (found == null) {
            found = AnnotationUtils.isCandidateClass(type, all) ? read(type) : Set.of();
            known.put(type, found);
        }
        return found;
    }

    private Set<Class<? extends Annotation>> read(Class<?> type) {
        Set<Class<? extends Annotation>> found = new HashSet<>();
        try {
            add(type, found);
            ReflectionUtils.doWithLocalMethods(type, method -> add(method, found));
        } catch (RuntimeException | LinkageError unreadable) {
            // Whoever then reads the annotations reports this.
            return all;
        }
        if (type.getSuperclass() != null) {
            found.addAll(found(type.getSuperclass()));
        }
        for (Class<?> each : type.getInterfaces()) {
            found.addAll(found(each));
        }
        return Set.copyOf(found);
    }

    private void add(AnnotatedElement element, Set<Class<? extends Annotation>> found) {
        MergedAnnotations declared = MergedAnnotations.from(element);
        all.stream().filter(declared::isPresent).forEach(found::add);
    }
}
