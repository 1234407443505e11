package dev.portside.buildtools;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;

/**
 * Gives the records of the command's jar {@code equals} and {@code hashCode} in plain instructions.
 *
 * <p>The compiler leaves both to the Java runtime, which makes some fifty classes for them at each
 * start, and no archive of JDK 17 keeps these.
 */
final class PlainRecords {

  private static final String RUNTIME = "java/lang/runtime/ObjectMethods";
  private static final int SYNTHETIC =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private PlainRecords() {}

  /** Returns whether the class is a record's. */
  static boolean isRecord(byte[] code) {
    return "java/lang/Record".equals(new ClassReader(code).getSuperName());
  }

  /** Returns a record's class with plain methods where it leaves them to the runtime. */
  static byte[] plain(byte[] record) {
    ClassReader reader = new ClassReader(record);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(new Plain(writer, reader.getClassName()), 0);
    return writer.toByteArray();
  }

  private record Component(String name, String descriptor) {}

  private static final class Plain extends ClassVisitor {

    private final String owner;
    private final List<Component> components = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    Plain(ClassWriter writer, String owner) {
      super(Opcodes.ASM9, writer);
      this.owner = owner;
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, String signature) {
      components.add(new Component(name, descriptor));
      return super.visitRecordComponent(name, descriptor, signature);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, method) {
        @Override
        public void visitInvokeDynamicInsn(
            String called, String type, Handle bootstrap, Object... arguments) {
          if (bootstrap.getOwner().equals(RUNTIME) && !called.equals("toString")) {
            left.add(called);
            visitMethodInsn(Opcodes.INVOKESTATIC, owner, called(called), type, false);
          } else {
            super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
          }
        }
      };
    }

    private static String called(String method) {
      return "plain$" + method;
    }

    @Override
    public void visitEnd() {
      for (String method : left) {
        boolean equals = method.equals("equals");
        String type = "(L%s;%s".formatted(owner, equals ? "Ljava/lang/Object;)Z" : ")I");
        MethodVisitor code = super.visitMethod(SYNTHETIC, called(method), type, null, null);
        code.visitCode();
        if (equals) {
          equals(code);
        } else {
          hash(code);
        }
        code.visitMaxs(0, 0);
        code.visitEnd();
      }
      super.visitEnd();
    }

    /** What the runtime answers: 31 times what is before it, and the component's own hash. */
    private void hash(MethodVisitor code) {
      code.visitInsn(Opcodes.ICONST_0);
      for (Component component : components) {
        code.visitIntInsn(Opcodes.BIPUSH, 31);
        code.visitInsn(Opcodes.IMUL);
        get(code, 0, component);
        String type = component.descriptor();
        boolean primitive = type.length() == 1;
        String holder = primitive ? box(type) : "java/util/Objects";
        String argument = primitive ? type : "Ljava/lang/Object;";
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, holder, "hashCode", "(" + argument + ")I", false);
        code.visitInsn(Opcodes.IADD);
      }
      code.visitInsn(Opcodes.IRETURN);
    }

    private void equals(MethodVisitor code) {
      Label same = new Label();
      Label other = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
      code.visitJumpInsn(Opcodes.IFNE, same);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitInsn(Opcodes.IRETURN);
      code.visitLabel(same);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitTypeInsn(Opcodes.CHECKCAST, owner);
      code.visitVarInsn(Opcodes.ASTORE, 2);
      for (Component component : components) {
        get(code, 0, component);
        get(code, 2, component);
        differ(code, component.descriptor(), other);
      }
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IRETURN);
      if (!components.isEmpty()) {
        code.visitLabel(other);
        code.visitFrame(Opcodes.F_APPEND, 1, new Object[] {owner}, 0, null);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
      }
    }

    private static void differ(MethodVisitor code, String type, Label other) {
      if (type.length() > 1) {
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            "java/util/Objects",
            "equals",
            "(Ljava/lang/Object;Ljava/lang/Object;)Z",
            false);
        code.visitJumpInsn(Opcodes.IFEQ, other);
      } else {
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, box(type), "compare", "(" + type + type + ")I", false);
        code.visitJumpInsn(Opcodes.IFNE, other);
      }
    }

    private void get(MethodVisitor code, int variable, Component component) {
      code.visitVarInsn(Opcodes.ALOAD, variable);
      code.visitFieldInsn(Opcodes.GETFIELD, owner, component.name(), component.descriptor());
    }

    private static String box(String primitive) {
      return switch (Type.getType(primitive).getSort()) {
        case Type.BOOLEAN -> "java/lang/Boolean";
        case Type.BYTE -> "java/lang/Byte";
        case Type.CHAR -> "java/lang/Character";
        case Type.SHORT -> "java/lang/Short";
        case Type.INT -> "java/lang/Integer";
        case Type.LONG -> "java/lang/Long";
        case Type.FLOAT -> "java/lang/Float";
        default -> "java/lang/Double";
      };
    }
  }
}
