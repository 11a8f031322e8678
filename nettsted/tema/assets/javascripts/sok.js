/* What is typed is looked for as the beginning of words. Without its Norwegian ending it finds the
 * other forms too: «helligdagen» finds «helligdag» and «helligdager». The theme's own stemmer can't
 * be had together with beginnings. «--valg» is looked for as «valg», for «-» leaves a word out.
 * A query is the worker's message of type 2. */
const ENDELSE = /(?<=[\p{L}]{3})(?:heten?e?s?|heter|e?nde|ande|[ae]ne?s?|[ae]rs?|edes?|ets?|es|as|[aes])(?=\s|$)/gu;
const send = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (melding, ...resten) {
  if (melding?.type === 2) {
    const ordene = melding.data.replace(/(?<=^|\s)--/g, "").replace(ENDELSE, "");
    return send.call(this, { ...melding, data: ordene }, ...resten);
  }
  return send.call(this, melding, ...resten);
};
