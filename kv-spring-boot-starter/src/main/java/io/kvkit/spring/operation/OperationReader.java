package io.kvkit.spring.operation;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.StringValueResolver;

/** Reads the annotations of one method, wherever its class inherits them from, and has them parsed. */
final class OperationReader {

    private static final List<Class<? extends Annotation>> OF_METHODS =
            List.of(Cached.class, CacheInvalidate.class, CacheUpdate.class, Idempotent.class, DedupeEvent.class);

    private final StringValueResolver placeholders;
    private final @Nullable BeanFactory beans;
    private final KeyForms forms;
    private final CacheParser caches;
    private final IdempotentParser idempotents;
    private final RateLimitParser rateLimits;
    private final DedupeParser dedupes;

    OperationReader(
            OperationSettings settings,
            StringValueResolver placeholders,
            @Nullable BeanFactory beans,
            Function<String, @Nullable CachedOperation> cached) {
        this.placeholders = placeholders;
        this.beans = beans;
        this.forms = KeyForms.of(beans);
        this.caches = new CacheParser(settings.cache(), settings.enabled(), cached);
        this.idempotents = new IdempotentParser(settings.idempotency(), settings.enabled());
        this.rateLimits = new RateLimitParser(settings.rateLimit(), settings.enabled());
        this.dedupes = new DedupeParser(settings.dedupe(), settings.enabled());
    }

    /** Whether the method, or one that it overrides or implements, is annotated. */
    static boolean isAnnotated(Method method) {
        MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        return annotations.isPresent(RateLimited.class) || OF_METHODS.stream().anyMatch(annotations::isPresent);
    }

    /**
     * Refuses a class that carries, by an annotation of its own, one that is for methods.
     *
     * @throws KvConfigurationException naming the class, or what it extends or implements
     */
    static void check(Class<?> type) {
        ClassRules.refuse(type, OF_METHODS);
    }

    /** Whether the class, or one that it extends or implements, is annotated. */
    static boolean isAnnotated(Class<?> type) {
        return !nearest(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY), RateLimited.class)
                .isEmpty();
    }

    /** The operations of a method of a class. */
    Operations read(Class<?> type, Method method) {
        MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        return new Operations(
                only(type, method, annotations, Cached.class, caches::cached),
                all(type, method, annotations, CacheInvalidate.class, caches::invalidation),
                all(type, method, annotations, CacheUpdate.class, caches::update),
                only(type, method, annotations, Idempotent.class, idempotents::parse),
                rateLimits(type, method, annotations),
                only(type, method, annotations, DedupeEvent.class, dedupes::parse));
    }

    // A method's own limits take the place of its class's.
    private List<RateLimitedOperation> rateLimits(Class<?> type, Method method, MergedAnnotations annotations) {
        List<RateLimitedOperation> own = all(type, method, annotations, RateLimited.class, rateLimits::parse);
        if (!own.isEmpty() || !ClassMethods.isCallable(type, method)) {
            return own;
        }
        return nearest(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY), RateLimited.class).stream()
                .map(annotation -> rateLimits.parse(declaration(type, method, annotation, true)))
                .toList();
    }

    private <A extends Annotation, O extends Operation> @Nullable O only(
            Class<?> type,
            Method method,
            MergedAnnotations annotations,
            Class<A> annotation,
            Function<Declaration, O> parser) {
        List<O> operations = all(type, method, annotations, annotation, parser);
        return operations.isEmpty() ? null : operations.get(0);
    }

    private <A extends Annotation, O extends Operation> List<O> all(
            Class<?> type,
            Method method,
            MergedAnnotations annotations,
            Class<A> annotation,
            Function<Declaration, O> parser) {
        return nearest(annotations, annotation).stream()
                .map(found -> parser.apply(declaration(type, method, found, false)))
                .toList();
    }

    // Of a method's own and inherited annotations only the nearest count, all of them if there are several.
    private static <A extends Annotation> List<MergedAnnotation<A>> nearest(
            MergedAnnotations annotations, Class<A> annotation) {
        List<MergedAnnotation<A>> found = annotations.stream(annotation).toList();
        int nearest = found.stream()
                .mapToInt(MergedAnnotation::getAggregateIndex)
                .min()
                .orElse(0);
        return found.stream()
                .filter(each -> each.getAggregateIndex() == nearest)
                .toList();
    }

    private Declaration declaration(Class<?> type, Method method, MergedAnnotation<?> annotation, boolean ofClass) {
        OperationSite site =
                new OperationSite(type, method, annotation.getType().getSimpleName());
        MethodRules.check(site);
        Method declared = annotation.getSource() instanceof Method source ? source : method;
        ReturnShape returns = ReturnShape.of(method, type);
        Expressions expressions = new Expressions(site, new Parameters(type, method, declared), returns, beans, forms);
        return new Declaration(
                site,
                new Attributes(site, annotation, placeholders),
                expressions,
                new KeyPlans(site, expressions),
                returns,
                Controllers.handles(type, method),
                ofClass);
    }
}
