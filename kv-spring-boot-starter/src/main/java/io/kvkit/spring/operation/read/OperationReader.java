package io.kvkit.spring.operation.read;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.key.KeyPlans;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.type.Controllers;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnKind;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringValueResolver;

/** Reads and parses the annotations of one method, including inherited ones. */
final class OperationReader {

    private final StringValueResolver placeholders;
    private final @Nullable BeanFactory beans;
    private final KeyForms forms;
    private final List<? extends ReturnKind> kinds;
    private final Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers =
            new LinkedHashMap<>();

    OperationReader(
            OperationSettings settings,
            StringValueResolver placeholders,
            @Nullable BeanFactory beans,
            OperationRegistry registry) {
        this.placeholders = placeholders;
        this.beans = beans;
        this.forms = KeyForms.of(beans);
        this.kinds = settings.kinds();
        settings.areas().forEach(area -> addParsers(area, registry));
    }

    private <S> void addParsers(AreaSettings<S> settings, OperationRegistry registry) {
        parsers.putAll(settings.area().parsers(settings, registry));
    }

    /** Returns the operations of a method of a class. */
    Operations read(Class<?> type, Method method) {
        List<Operation> operations = new ArrayList<>();
        parsers.forEach((annotation, parser) -> declarations(type, method, annotation)
                .forEach(declaration -> operations.add(parser.apply(declaration))));
        return new Operations(operations);
    }

    // A method's own annotations replace those of its class.
    private List<Declaration> declarations(Class<?> type, Method method, Class<? extends Annotation> annotation) {
        List<Declaration> own = Annotations.of(type, method, annotation).stream()
                .flatMap(found -> declarations(type, method, found, false))
                .toList();
        if (!own.isEmpty() || !Annotations.isForClasses(annotation) || !ClassMethods.isCallable(type, method)) {
            return own;
        }
        return Annotations.of(type, annotation).stream()
                .flatMap(found -> declarations(type, method, found, true))
                .toList();
    }

    // An annotation with several names is one operation for each of them.
    private Stream<Declaration> declarations(
            Class<?> type, Method method, MergedAnnotation<?> annotation, boolean ofClass) {
        OperationSite site =
                new OperationSite(type, method, annotation.getType().getSimpleName());
        MethodRules.check(site);
        Method declared = annotation.getSource() instanceof Method source ? source : method;
        ReturnShape returns = ReturnShape.of(method, type, kinds);
        Expressions expressions = new Expressions(site, new Parameters(type, method, declared), returns, beans);
        KeyPlans keys = new KeyPlans(site, expressions, forms);
        boolean controller = Controllers.handles(type, method);
        return new Attributes(site, annotation, placeholders)
                .perName().stream()
                        .map(attributes ->
                                new Declaration(site, attributes, expressions, keys, returns, controller, ofClass));
    }
}
