// Words of the page for a code from another device.

export const code = {
  title_: 'Continuar uma viagem',
  hint_: 'Digite o código de 8 ou 10 letras que aparece no outro aparelho.',
  label_: 'Código',
  submit_: 'Abrir a viagem',
  empty: 'Digite todas as letras e números do código: 8 ou 10.',
  unknown: 'Este código não vale: já foi usado, passou do prazo ou tem uma letra trocada.',
  tooMany: 'Tentativas demais. Espere um minuto e tente de novo.',
  replaces_: 'A viagem aberta neste navegador deixa de ser mostrada aqui e continua no servidor.',
};
